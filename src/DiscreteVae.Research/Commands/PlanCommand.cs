using System.CommandLine;
using System.Globalization;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary>
/// <c>dvae plan</c>: the trials of a manifest, about how long they take and how their schedules run, without running any.
/// </summary>
internal static class PlanCommand
{
    public static Command Create(CommandContext context)
    {
        var manifest = new ManifestArguments();
        var plot = new Option<string?>("--plot") { Description = "A .png to draw temperature, KL weight and learning rate over the steps into." };
        var quick = new Option<bool>("--no-estimate") { Description = "Leave the estimate of the time out, for which a few steps are timed." };
        var command = new Command("plan", "Check a manifest and show its trials, and about how long they take, without running them.");
        manifest.AddTo(command);
        command.Options.Add(plot);
        command.Options.Add(quick);
        command.SetAction(async (parse, cancellationToken) =>
        {
            ExperimentPlan plan = manifest.Load(parse);
            string? picture = parse.GetValue(plot);
            if (picture is not null && !picture.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
                throw new UserErrorException(ExitCode.Usage, $"--plot: '{picture}' must end in .png.");
            TimeEstimate? estimate = parse.GetValue(quick) ? null : await EstimateAsync(plan, context, cancellationToken).ConfigureAwait(false);
            Write(context.Output, plan, estimate);
            if (picture is not null)
            {
                SchedulesFigure.WritePng(picture, SchedulesFigure.Plots(plan));
                await context.Output.WriteLineAsync($"\nschedules are drawn in {picture}").ConfigureAwait(false);
            }
            return (int)ExitCode.Success;
        });
        return command;
    }

    // A plan is of use without its estimate: on a machine that has not the data, for instance.
    private static async Task<TimeEstimate?> EstimateAsync(ExperimentPlan plan, CommandContext context, CancellationToken cancellationToken)
    {
        var notes = new ErrorNotes(context.Error);
        try
        {
            return await TimeEstimate.MeasureAsync(
                plan, new TrialData(notes), new TrialBackends(notes, context.Clock), context.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is UserErrorException or DivergedException)
        {
            notes.Report($"no estimate of the time: {problem.Message}");
            return null;
        }
    }

    private static void Write(TextWriter output, ExperimentPlan plan, TimeEstimate? estimate)
    {
        output.WriteLine($"{plan.Name}: {plan.Description}");
        output.WriteLine($"results go to {plan.Folder}");
        output.WriteLine();
        var label = new SettingLabel(plan.SweptKeys);
        string[][] rows =
        [
            ["", "trial", "estimator", "latents", "epochs", "seed", .. plan.SweptKeys.Count == 0 ? [] : new[] { "setting" }, .. estimate is null ? [] : new[] { "about" }],
            .. plan.Trials.Select(trial => (string[])
            [
                (trial.Index + 1).ToString(CultureInfo.InvariantCulture),
                trial.Id,
                trial.Manifest.Estimator.Name,
                string.Create(CultureInfo.InvariantCulture, $"{trial.Manifest.Model.Latents} x {trial.Manifest.Model.Categories}"),
                trial.Manifest.Training.Epochs.ToString(CultureInfo.InvariantCulture),
                trial.Manifest.Training.Seed.ToString(CultureInfo.InvariantCulture),
                .. plan.SweptKeys.Count == 0 ? [] : new[] { label.Of(trial.Swept) },
                .. estimate is null ? [] : new[] { Duration.Text(estimate.Seconds[trial.Index]) },
            ]),
        ];
        TextTable.Write(output, rows);
        if (estimate is null)
            return;
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(plan.Halving is null ? "about" : "at most about")} {Duration.Text(estimate.Total)} on this machine, {estimate.Share.Trials} at once with {estimate.Share.Threads} thread(s) each,"));
        output.WriteLine($"by the first steps of {estimate.Kinds} kind(s) of trial; what else the machine does, pictures and checkpoints are not counted");
    }
}
