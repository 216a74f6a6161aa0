namespace Elucid.Claims;

/// <summary>What a study of <c>compare</c> must be like to stand near a card, and where the card's answer to the same question is found.</summary>
/// <param name="Task">What is learned.</param>
/// <param name="Model">The kind of network, as <c>compare</c> calls it.</param>
/// <param name="Network">The card's own network, in words.</param>
/// <param name="Optimizer">What trains it, as <c>compare</c> calls it.</param>
/// <param name="Arm">The arm of the card's first experiment that the claim is about.</param>
/// <param name="Over">The arm that it is compared with.</param>
/// <param name="Measure">The measure of the experiment that decides.</param>
/// <param name="StudyMeasure">What a study calls it: <c>training loss</c>, or one of its scores on test data.</param>
public sealed record LikeStudy(
    LearningTask Task, string Model, string Network, string Optimizer, string Arm, string Over, string Measure, string StudyMeasure);
