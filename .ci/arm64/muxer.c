// The `dotnet` of ARM64: no package has one, but libhostfxr.so, which each runtime package has, is the whole of it.
int hostfxr_main(int argc, const char **argv);

int main(int argc, const char **argv) { return hostfxr_main(argc, argv); }
