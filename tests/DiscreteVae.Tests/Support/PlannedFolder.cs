using System.Text.Json.Nodes;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Tests.Support;

/// <summary>Results folders whose plan is whatever a test needs it to be.</summary>
internal static class PlannedFolder
{
    public static ResultsFolder Create(string path, JsonNode plan)
    {
        ResultsFolder folder = ResultsFolder.Make(path, out _);
        folder.WritePlan(plan);
        return folder;
    }
}
