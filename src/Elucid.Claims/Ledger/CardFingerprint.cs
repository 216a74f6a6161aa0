using System.Security.Cryptography;
using System.Text;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The fingerprint of what a card fixes in advance: its status, and the designs of its experiments with arms, seeds, minimal effects and
/// rules. Its sentence and its texts are none of it: they may be mended.</summary>
public static class CardFingerprint
{
    /// <summary>16 hexadecimal digits.</summary>
    /// <param name="card">The card.</param>
    /// <param name="data">The data that its experiments are made from, whose fingerprints are part of their designs.</param>
    public static string Of(Card card, ClaimData data)
    {
        StringBuilder text = new($"status {card.Status}\n");
        foreach (Experiment experiment in card.Experiments(data))
            text.Append($"experiment {experiment.Id} design {Design.Of(experiment).Hash}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
