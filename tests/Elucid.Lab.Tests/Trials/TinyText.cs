using System.Text;

namespace Elucid.Lab.Tests.Trials;

/// <summary>Sentences of a small language, which a network learns in a second.</summary>
static class TinyText
{
    public static Recipe Recipe { get; } = RecipeDefaults.For("gru", "adam", 50, LearningTask.Text) with { Hidden = [12], Epochs = 3 };

    public static string Sentences(int count, ulong seed = 1)
    {
        RandomStream random = new(seed);
        string[] who = ["Anne", "Mary", "the captain"], does = ["walked to", "looked at", "spoke of"], what = ["the sea", "a letter", "Lyme"];
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
            text.Append($"{who[random.NextInt32(3)]} {does[random.NextInt32(3)]} {what[random.NextInt32(3)]}.\n");
        return text.ToString();
    }

    /// <summary>Sentences of two speakers, who have words of their own; some words stand once.</summary>
    public static string ProseCsv
    {
        get
        {
            RandomStream random = new(1);
            string[] both = ["the", "sea", "is", "a", "letter"], captain = ["ship", "wind", "sail"], lady = ["house", "bonnet", "walk"];
            StringBuilder csv = new("by,said,page\n");
            for (int row = 0; row < 80; row++)
            {
                string[] own = row % 2 == 0 ? captain : lady;
                IEnumerable<string> words = Enumerable.Range(0, 3 + random.NextInt32(4)).Select(_ => both[random.NextInt32(5)])
                    .Append(own[random.NextInt32(3)]).Append(row % 10 == 0 ? $"once{row}" : own[0]);
                csv.Append($"{(row % 2 == 0 ? "captain" : "lady")},\"{string.Join(' ', words)}, he said\",{row}\n");
            }
            return csv.ToString();
        }
    }

    public static StudyData Read(string text, TextOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options, out _);

    public static StudyData Read(byte[] bytes, TextOptions? options, out IReadOnlyList<string> notes)
    {
        using TemporaryDirectory directory = new();
        return TextData.Read(directory.Write("tiny.txt", bytes), options ?? new TextOptions { Window = 16 }, out notes);
    }
}
