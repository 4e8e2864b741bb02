"""Writes log-softmax.csv and bernoulli-loss.csv beside this file: arguments and 20-digit results, computed with mpmath at 60 digits.

All arguments are binary fractions or powers of ten; where a power of ten is not exact in floating point, its rounding is far below the
tests' tolerance. Run with: python3 reference_values.py
"""

import pathlib

from mpmath import exp, log, log1p, mp, mpf, nstr

mp.dps = 60
FOLDER = pathlib.Path(__file__).parent


def text(value):
    return nstr(value, 20, min_fixed=0, max_fixed=0)


def write(name, header, rows):
    with open(FOLDER / name, "w", encoding="utf-8", newline="\n") as file:
        file.write(header + "\n")
        file.writelines(",".join(row) + "\n" for row in rows)


def log_softmax():
    cases = [
        ["0"], ["100"], ["-1e4"],
        ["0", "0"], ["7.5", "7.5", "7.5", "7.5"], ["-1e4", "-1e4", "-1e4"],
        ["0.5", "-0.25", "0.125"], ["-0.75", "0.375", "0.875"], ["1", "2", "3", "4", "5", "6", "7", "8"],
        ["100", "-100"], ["-100", "100", "100"], ["100", "99.5", "98", "-100"],
        ["1e4", "0"], ["1e4", "-1e4", "9999"], ["-1e4", "-9999.5", "-9998"],
        ["0", "16", "17"], ["0", "-30", "30"], ["80", "-20", "3.5", "79.5", "0", "0", "-80", "12", "-1", "79.75"],
    ]
    for logits in cases:
        for scale in ["1", "2", "0.5"]:
            scaled = [mpf(logit) * mpf(scale) for logit in logits]
            maximum = max(scaled)
            log_sum = maximum + log(sum(exp(value - maximum) for value in scaled))
            logs = [value - log_sum for value in scaled]
            yield " ".join(logits), scale, " ".join(map(text, logs)), " ".join(text(exp(value)) for value in logs)


def bernoulli_loss():
    magnitudes = ["0"] + [f"1e{exponent}" for exponent in range(-8, 5)] + ["0.5", "3.25", "17", "40", "88", "104"]
    for magnitude in magnitudes:
        for sign in ["", "-"] if magnitude != "0" else [""]:
            for target in ["0", "0.25", "0.75", "1"]:
                logit, x = mpf(sign + magnitude), mpf(target)
                loss = max(logit, mpf(0)) - logit * x + log1p(exp(-abs(logit)))
                gradient = 1 / (1 + exp(-logit)) - x
                yield sign + magnitude, target, text(loss), text(gradient)


write("log-softmax.csv", "logits,scale,logProbabilities,probabilities", log_softmax())
write("bernoulli-loss.csv", "logit,target,loss,gradient", bernoulli_loss())
