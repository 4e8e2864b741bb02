namespace DiscreteVae.Research.Manifests;

/// <summary>Where a value was given.</summary>
/// <param name="Where">For people: <c>file:line:column</c>, an environment variable or the command line.</param>
/// <param name="Text">
/// The text as typed, of a value outside files; a text is wanted there without quotes, whatever it looks like.
/// </param>
internal sealed record Origin(string Where, string? Text = null);
