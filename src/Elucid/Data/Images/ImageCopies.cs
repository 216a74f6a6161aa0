using System.Security.Cryptography;

namespace Elucid;

/// <summary>Files that are the same to the last byte: what a network is then told twice, or told and asked.</summary>
internal static class ImageCopies
{
    /// <summary>What the user should know of them, in sentences.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<ImageFile> training, IReadOnlyList<ImageFile> tests)
    {
        HashSet<ImageFile> asTests = [.. tests];
        ImageFile[][] copies = [.. Copies([.. training, .. tests])];
        ImageFile[][] contradictions = [.. copies.Where(group => group.DistinctBy(file => file.ClassName).Count() > 1)];
        if (contradictions.Length > 0)
        {
            ImageFile first = contradictions[0][0], second = contradictions[0].First(file => file.ClassName != first.ClassName);
            yield return $"{Counted(contradictions.Length, "image lies", "images lie")} in several classes, such as '{first.Name}', which is "
                + $"'{second.Name}' to the last byte: no answer is right for both. Delete the wrong one.";
        }
        ImageFile[][] agreeing = [.. copies.Except(contradictions)];
        ImageFile[][] leaks = [.. agreeing.Where(group => group.Any(asTests.Contains) && !group.All(asTests.Contains))];
        if (leaks.Length > 0)
            yield return $"{Counted(leaks.Length, "test image is", "test images are")} among the training images, too, such as "
                + $"'{leaks[0].First(asTests.Contains).Name}': what a network was told it need not find out. Delete one of each.";
        else if (tests.Count == 0 && agreeing.Length > 0)
            yield return $"{Counted(agreeing.Sum(group => group.Length - 1), "file is a copy", "files are copies")} of another of the same class, "
                + $"such as '{agreeing[0][1].Name}' of '{agreeing[0][0].Name}': one may be learned from and the other asked about. Delete the copies.";
    }

    // Only files of one length are read.
    static IEnumerable<ImageFile[]> Copies(IEnumerable<ImageFile> files) =>
        from ofLength in files.GroupBy(file => new FileInfo(file.FullName).Length)
        where ofLength.Count() > 1
        from same in ofLength.GroupBy(file => Convert.ToHexString(HashOf(file.FullName)))
        where same.Count() > 1
        select same.ToArray();

    static byte[] HashOf(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return SHA256.HashData(stream);
    }

    static string Counted(int count, string one, string several) => $"{count:N0} {(count == 1 ? one : several)}";
}
