namespace Elucid;

/// <summary>What a network knows before its output layer.</summary>
internal static class NetworkBody
{
    /// <summary>A network's layers but the last one.</summary>
    /// <param name="network">A network as model files describe them; its layers are used and not copied.</param>
    /// <returns>Null where it does not end with an output layer.</returns>
    public static Module? Of(Module network) => network switch
    {
        FineTunedNetwork tuned => Of(tuned.Head) is { } head ? new FineTunedNetwork(tuned.Body, head) : null,
        TokenNetwork prose => prose.WithoutOutputs(),
        Gpt => TokenNetwork.OfTextModel(network),
        Sequential { Children: [(_, Embedding), .., (_, Linear)] } => TokenNetwork.OfTextModel(network),
        Sequential { Children: [.., (_, Linear)] } chain => chain.WithoutLast(),
        _ => null,
    };
}
