using System.Reflection;
using DiscreteVae.Research.Reporting;
using ScottPlot;
using SkiaSharp;

namespace DiscreteVae.Tests.Reporting;

public sealed class PictureFontTests
{
    [Fact]
    public void Pictures_are_drawn_in_the_shipped_font_whatever_the_system_has()
    {
        using SKFont font = PictureFont.OfSize(12);
        AssertShipped(font.Typeface);
        using var plot = new Plot();
        PictureFont.UseIn(plot);
        AssertShipped(Fonts.GetTypeface(PictureFont.Family, bold: false, italic: false));
        AssertShipped(Fonts.GetTypeface(PictureFont.Family, bold: true, italic: false));
        Assert.Equal(PictureFont.Family, Fonts.Default);
    }

    [Fact]
    public void It_has_the_letters_that_the_field_writes()
    {
        using SKFont font = PictureFont.OfSize(12);
        Assert.True(font.ContainsGlyphs("ELBO τ σ θ φ λ Σ ∇ − ± ≥ é"));
    }

    [Fact]
    public void Its_licence_lies_beside_it()
    {
        using Stream? licence = typeof(PictureFont).Assembly.GetManifestResourceStream("DejaVuSans.LICENSE.txt");
        using var reader = new StreamReader(licence!);
        Assert.Contains("Permission is hereby granted", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_type_outside_reporting_names_the_drawing_libraries_so_that_none_loads_them()
    {
        const BindingFlags All =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
            | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        Type[] others = [.. typeof(PictureFont).Assembly.GetTypes().Where(type => !InReporting(type))];
        Assert.NotEmpty(others);
        IEnumerable<string> named =
            from type in others
            from used in type.GetFields(All).Select(field => field.FieldType)
                .Concat(type.GetMethods(All).SelectMany(Signature))
                .Append(type.BaseType ?? typeof(object))
            where IsDrawing(used)
            select $"{type}: {used}";
        Assert.Empty(named);
    }

    [Fact]
    public void Reporting_shows_no_type_of_the_drawing_libraries()
    {
        IEnumerable<Type> shown = typeof(PictureFont).Assembly.GetExportedTypes().Where(InReporting)
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType));
        Assert.NotEmpty(shown);
        Assert.DoesNotContain(shown, IsDrawing);
    }

    private static IEnumerable<Type> Signature(MethodInfo method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType)
            .Concat(method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? []);

    private static bool InReporting(Type type) =>
        type.FullName!.StartsWith("DiscreteVae.Research.Reporting.", StringComparison.Ordinal);

    private static bool IsDrawing(Type type) => type.Assembly.GetName().Name is "SkiaSharp" or "ScottPlot" or "HarfBuzzSharp";

    private static void AssertShipped(SKTypeface typeface)
    {
        using Stream file = typeof(PictureFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        using SKTypeface shipped = SKTypeface.FromStream(file);
        Assert.Equal("DejaVu Sans", typeface.FamilyName);
        Assert.Equal(Table(shipped, "head"), Table(typeface, "head"));
        Assert.Equal(Table(shipped, "cmap"), Table(typeface, "cmap"));
    }

    private static byte[] Table(SKTypeface typeface, string name) =>
        typeface.GetTableData(name.Aggregate(0u, (tag, letter) => (tag << 8) | letter));
}
