namespace Elucid.Lab;

/// <summary>A network of a committee that has been trained.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Network">The network of its best epoch.</param>
/// <param name="History">Its epochs.</param>
/// <param name="Vote">What its vote counts; 1 where the answer is a mean.</param>
public sealed record TrainedMember(int Number, Module Network, History History, double Vote = 1);
