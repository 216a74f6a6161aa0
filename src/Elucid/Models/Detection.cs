namespace Elucid;

/// <summary>A box that was found, and how sure the network is.</summary>
/// <param name="Box">Where it is and what is in it.</param>
/// <param name="Score">From 0 to 1: the probability of an object times that of its class.</param>
public readonly record struct Detection(LabeledBox Box, float Score);
