using DiscreteVae.Research.Commands;

var context = CommandContext.System(args);
using var interrupts = new Interrupts(context.Error);
return await CommandLineApplication.RunAsync(args, context, interrupts.Token);
