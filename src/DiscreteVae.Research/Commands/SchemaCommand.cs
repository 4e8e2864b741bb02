using System.CommandLine;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae schema</c>: the JSON Schema of manifests, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("schema", "Print the JSON Schema of manifests; experiments/manifest.schema.json is this output.");
        command.SetAction(_ =>
        {
            context.Output.Write(JsonFile.Format(ManifestSchema.Create(ManifestArguments.Vocabulary)) + "\n");
            return (int)ExitCode.Success;
        });
        return command;
    }
}
