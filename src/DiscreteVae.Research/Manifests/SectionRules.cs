using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DiscreteVae.Research.Manifests;

/// <summary>Checks the rules that a section's record states in attributes, and those between its keys.</summary>
internal sealed class SectionRules(string path, object section, Action<string, string> report)
{
    /// <summary>Checks the rules of one key.</summary>
    public void Check(KeyContract key, object? value, string keyPath)
    {
        foreach (ValidationAttribute rule in key.Rules)
        {
            ValidationResult? result = rule.GetValidationResult(value, new ValidationContext(section) { DisplayName = key.Name });
            if (result != ValidationResult.Success)
                report(keyPath, rule switch
                {
                    RangeAttribute range => Describe(range, value),
                    MinLengthAttribute { Length: 1 } => "must not be empty",
                    AllowedValuesAttribute allowed => Spelling.Unknown($"{value}", [.. allowed.Values.Select(known => $"{known}")]),
                    _ => result?.ErrorMessage ?? "is not valid",
                });
        }
        if (value is ScheduleSection schedule && key.ScheduleRule?.Problem(schedule) is { } problem)
            report(keyPath, problem);
    }

    /// <summary>Checks the rules between keys, when each key is valid by itself.</summary>
    public void CheckWhole(SectionContract contract)
    {
        if (section is not IValidatableObject validatable)
            return;
        foreach (ValidationResult result in validatable.Validate(new ValidationContext(section)))
        {
            string? member = result.MemberNames.FirstOrDefault();
            KeyContract? key = contract.Keys.FirstOrDefault(key =>
                key.Property is not null && key.Name.Equals(member, StringComparison.OrdinalIgnoreCase));
            report(key is null ? path : KeyPath.Join(path, key.Name), result.ErrorMessage ?? "is not valid");
        }
    }

    /// <summary>A range in words.</summary>
    public static string Describe(RangeAttribute range, object? value)
    {
        double maximum = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        bool bounded = maximum is < int.MaxValue or (> int.MaxValue and < long.MaxValue);
        string least = FormattableString.Invariant($"{(range.MinimumIsExclusive ? "above" : "at least")} {range.Minimum}");
        string most = FormattableString.Invariant($" and {(range.MaximumIsExclusive ? "below" : "at most")} {range.Maximum}");
        return FormattableString.Invariant($"must be {least}{(bounded ? most : "")}, but is {value}");
    }
}
