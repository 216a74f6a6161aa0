using Elucid.Samples;

Dictionary<string, Action<TextWriter>> samples = new()
{
    ["train-digits"] = TrainDigits.Run,
    ["three-lines"] = ThreeLines.Run,
    ["own-module"] = OwnModule.Run,
    ["own-activation"] = OwnActivation.Run,
    ["own-operation"] = OwnOperation.Run,
    ["own-parts"] = OwnParts.Run,
    ["own-study"] = OwnStudy.Run,
    ["own-optimizer"] = OwnOptimizer.Run,
    ["elsewhere-and-back"] = ElsewhereAndBack.Run,
    ["two-networks"] = TwoNetworks.Run,
    ["write-text"] = WriteText.Run,
    ["draw-digits"] = DrawDigits.Run,
    ["find-bars"] = FindBars.Run,
    ["balance-pole"] = BalancePole.Run,
    ["federated"] = Federated.Run,
};
if (args.Length != 1 || !samples.TryGetValue(args[0], out Action<TextWriter>? sample))
{
    Console.Error.WriteLine($"Name a sample: {string.Join(", ", samples.Keys)}.");
    return 2;
}
sample(Console.Out);
return 0;
