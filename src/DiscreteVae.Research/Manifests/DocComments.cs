using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Manifests;

/// <summary>The summaries of doc comments as plain text, from the XML files that the build leaves beside the assemblies.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> _summaries;

    private DocComments(Dictionary<string, XElement> summaries) => _summaries = summaries;

    /// <summary>Reads the files beside the assemblies.</summary>
    /// <exception cref="UserErrorException">A file is missing or damaged.</exception>
    public static DocComments Read(params IEnumerable<Assembly> assemblies)
    {
        var summaries = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (Assembly assembly in assemblies)
        {
            foreach (XElement member in Load(Path.Join(AppContext.BaseDirectory, assembly.GetName().Name + ".xml")).Descendants("member"))
            {
                if ((member.Element("summary") ?? member.Element("inheritdoc")) is { } summary)
                    summaries[member.Attribute("name")!.Value] = summary;
            }
        }
        return new DocComments(summaries);
    }

    /// <summary>What a type, a property or a value of an enum is; null where nothing says so.</summary>
    public string? Of(MemberInfo member) => member switch
    {
        Type type => Text($"T:{Id(type)}"),
        FieldInfo => Text($"F:{Id(member.DeclaringType!)}.{member.Name}"),
        _ => Text($"P:{Id(member.DeclaringType!)}.{member.Name}"),
    };

    private static XDocument Load(string path)
    {
        try
        {
            return XDocument.Load(path);
        }
        catch (Exception error) when (FileErrors.Covers(error) || error is XmlException)
        {
            throw new UserErrorException(ExitCode.Environment,
                $"The descriptions of the keys cannot be read: {error.Message} They stand in '{path}', which every build writes; build again.", error);
        }
    }

    private static string Id(Type type) => type.FullName!.Replace('+', '.');

    private string? Text(string id)
    {
        if (!_summaries.TryGetValue(id, out XElement? summary))
            return null;
        if (summary.Name == "inheritdoc")
            return summary.Attribute("cref") is { } cref ? Text(cref.Value) : null;
        return Spaces().Replace(string.Concat(summary.Nodes().Select(Plain)), " ").Trim();
    }

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } cref => cref.Value[(cref.Value.LastIndexOf('.') + 1)..],
        XElement { Name.LocalName: "see" } see when see.Attribute("langword") is { } word => word.Value,
        XElement { Name.LocalName: "paramref" } parameter => parameter.Attribute("name")!.Value,
        XElement element => string.Concat(element.Nodes().Select(Plain)),
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
