using System.CommandLine;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae init</c>: a commented manifest to begin with.</summary>
internal static class InitCommand
{
    private const string DefaultName = "experiment";

    public static Command Create(CommandContext context)
    {
        var name = new Argument<string?>("name")
        {
            Description = $"The experiment's name; the manifest is <name>.json, here or in the folder given before it. '{DefaultName}' if left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var overrides = new Argument<string[]>("overrides")
        {
            Description = "What differs from the defaults, as key:path=value, such as model:latents=8.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var estimator = new Option<string?>("--estimator") { Description = "The gradient estimator, as estimator:name." };
        var dataset = new Option<string?>("--dataset") { Description = "The data set, as data:dataset; idx:<folder> for images of your own." };
        var command = new Command("init", "Write a manifest with every key explained, to change and run.") { name, overrides, estimator, dataset };
        command.SetAction(parse =>
        {
            string[] changes = parse.GetValue(overrides) ?? [];
            string? path = parse.GetValue(name);
            // Without a name the first override stands in its place.
            if (path?.Contains('=', StringComparison.Ordinal) == true) (path, changes) = (null, [path!, .. changes]);
            if (parse.GetValue(estimator) is { } chosen) changes = [.. changes, $"estimator:name={chosen}"];
            if (parse.GetValue(dataset) is { } images) changes = [.. changes, $"data:dataset={images}"];
            string written = Write(path ?? DefaultName, changes);
            context.Output.WriteLine(written);
            context.Error.WriteLine($"Change it as you like, check it with 'dvae plan {written}' and run it with 'dvae run {written}'.");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static string Write(string path, string[] changes)
    {
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) path = path[..^".json".Length];
        string text = ManifestTemplate.Create(Path.GetFileName(path), changes, ManifestArguments.Vocabulary);
        path += ".json";
        if (Path.Exists(path))
            throw new UserErrorException(ExitCode.Usage, $"'{path}' exists and is left as it is. Choose another name, or move it away.");
        AtomicFile.WriteText(path, text);
        return path;
    }
}
