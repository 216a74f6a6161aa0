namespace Elucid;

/// <summary>A module that draws random numbers while it computes: checkpoints store where its stream stands, and a repeated pass draws the same
/// again.</summary>
internal interface IRandomized
{
    RandomStream Random { get; set; }
}
