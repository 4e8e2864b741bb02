using DiscreteVae.Estimators;
using DiscreteVae.Metrics;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>The tutorial's two figures of a model: reconstructions of test images, and what each latent's categories decode to.</summary>
internal static class TrialFigures
{
    /// <summary>Test images from the first to <paramref name="count"/>, reconstructed from one sampled code each.</summary>
    public static ReconstructionFigure Reconstructions(CategoricalVae model, ImageSet images, Binarization binarization, ulong seed, int count, string title)
    {
        count = Math.Min(count, images.Count);
        PixelBatch batch = Present(images, binarization, seed, 0, count);
        Matrix codes = Sample(model, batch, seed);
        Matrix means = model.DecodeMeans(codes);
        return new ReconstructionFigure
        {
            Originals = [.. Enumerable.Range(0, count).Select(i => Grey(images, i))],
            Binarized = batch.Kind == PixelKind.Binary ? [.. Enumerable.Range(0, count).Select(i => Intensities(batch, i))] : [],
            Reconstructions = [.. Enumerable.Range(0, count).Select(i => means.Row(i).ToArray())],
            Codes = [.. Enumerable.Range(0, count).Select(i => Categories(codes.Row(i), model.Shape.Latent))],
            Height = images.Height,
            Width = images.Width,
            Title = title,
        };
    }

    /// <summary>One test image's code, with each latent in turn taking each category.</summary>
    public static TraversalFigure Traversal(CategoricalVae model, ImageSet images, Binarization binarization, ulong seed, int image, string title)
    {
        LatentShape shape = model.Shape.Latent;
        Matrix code = Sample(model, Present(images, binarization, seed, image, 1), seed);
        var codes = new Matrix(shape.Width, shape.Width);
        for (int row = 0; row < shape.Width; row++)
        {
            code.Row(0).CopyTo(codes.Row(row));
            int latent = row / shape.Categories;
            codes.Row(row).Slice(latent * shape.Categories, shape.Categories).Clear();
            codes[row, row] = 1;
        }
        Matrix means = model.DecodeMeans(codes);
        return new TraversalFigure
        {
            Images = [.. Enumerable.Range(0, shape.Width).Select(i => means.Row(i).ToArray())],
            Categories = shape.Categories,
            Code = Categories(code.Row(0), shape),
            Height = images.Height,
            Width = images.Width,
            Title = title,
        };
    }

    /// <summary>Codes drawn from the model's prior, and what each decodes to.</summary>
    public static PriorSamplesFigure PriorSamples(CategoricalVae model, int height, int width, ulong seed, int count, string title)
    {
        LatentShape shape = model.Shape.Latent;
        // ln π are logits of π: sampled as a posterior that is the same for every image.
        var prior = new Posterior(shape);
        prior.Logits.WithRows(count);
        for (int i = 0; i < count; i++) model.Prior.LogProbabilities.CopyTo(prior.Logits.Row(i));
        prior.Update();
        var noise = new StreamNoise { Stream = RandomStream.Create(seed, Purpose.Figures, 1) };
        Matrix codes = new CategoricalSample(shape).Draw(prior, noise, lane: 1);
        Matrix means = model.DecodeMeans(codes);
        return new PriorSamplesFigure
        {
            Images = [.. Enumerable.Range(0, count).Select(i => means.Row(i).ToArray())],
            Codes = [.. Enumerable.Range(0, count).Select(i => Categories(codes.Row(i), shape))],
            Height = height,
            Width = width,
            Title = title,
        };
    }

    /// <summary>q̄(z_n = k), the mean of q(z_n = k | x) over all images, latent after latent.</summary>
    public static double[] AggregatePosterior(CategoricalVae model, ImageSet images, Binarization binarization, ulong seed)
    {
        const int Batch = 200;
        var mean = new PosteriorMean(model.Shape.Latent);
        for (int first = 0; first < images.Count; first += Batch)
        {
            mean.Add(model.Encode(Present(images, binarization, seed, first, Math.Min(Batch, images.Count - first))));
        }
        return [.. Enumerable.Range(0, model.Shape.Latent.Width).Select(i => mean[i])];
    }

    /// <summary>The posterior's logits for test images from the first to <paramref name="count"/>, and one sampled code each.</summary>
    public static (Matrix Logits, Matrix Codes) Codes(CategoricalVae model, ImageSet images, Binarization binarization, ulong seed, int count)
    {
        Matrix codes = Sample(model, Present(images, binarization, seed, 0, Math.Min(count, images.Count)), seed);
        return (model.Posterior.Logits, codes);
    }

    /// <summary>Leaves a trial's pictures in its folder.</summary>
    public static void Draw(TrialFolder folder, Trial trial, CategoricalVae model, Dataset dataset)
    {
        ulong seed = (ulong)trial.Manifest.Training.Seed;
        Reconstructions(model, dataset.Test, trial.Manifest.Data.Binarization, seed, 10, $"{dataset.Name}, trial {trial.Id}")
            .WritePng(folder.ReconstructionsPath);
        CurvesPlot.Elbo($"{dataset.Name}, {trial.Manifest.Estimator.Name}, trial {trial.Id}",
            MetricsFile.Read(folder.MetricsPath)).WritePng(folder.PlotPath);
    }

    private static PixelBatch Present(ImageSet images, Binarization binarization, ulong seed, int first, int count)
    {
        var binarizer = new Binarizer(binarization, seed);
        var batch = new PixelBatch(count, images.PixelsPerImage, binarizer.Kind);
        batch.SetCount(count);
        for (int i = 0; i < count; i++) binarizer.Write(images.Image(first + i), ImageUse.Test, 0, first + i, batch.Bytes(i));
        return batch;
    }

    private static Matrix Sample(CategoricalVae model, PixelBatch batch, ulong seed)
    {
        var noise = new StreamNoise { Stream = RandomStream.Create(seed, Purpose.Figures, 0) };
        return new CategoricalSample(model.Shape.Latent).Draw(model.Encode(batch), noise, lane: 1);
    }

    private static float[] Grey(ImageSet images, int image) => [.. images.Image(image).ToArray().Select(level => level / 255f)];

    private static float[] Intensities(PixelBatch batch, int row)
    {
        var values = new float[batch.Width];
        batch.CopyIntensities(row, values);
        return values;
    }

    private static int[] Categories(ReadOnlySpan<float> code, LatentShape shape)
    {
        var categories = new int[shape.Latents];
        for (int n = 0; n < categories.Length; n++) categories[n] = code.Slice(n * shape.Categories, shape.Categories).IndexOf(1f);
        return categories;
    }
}
