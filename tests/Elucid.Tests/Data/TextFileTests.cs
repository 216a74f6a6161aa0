using System.Text;

namespace Elucid.Tests.Data;

public sealed class TextFileTests
{
    static string Read(params byte[] bytes) => TextFile.Read(new MemoryStream(bytes), "a.txt");

    [Fact]
    public void The_mark_at_the_beginning_goes_and_every_end_of_a_line_is_a_line_feed()
    {
        Assert.Equal("a\nb\nc\nd", Read([0xEF, 0xBB, 0xBF, .. "a\r\nb\rc\nd"u8]));
        Assert.Equal("é\u2028\U0001F600", Read(Encoding.UTF8.GetBytes("é\u2028\U0001F600")));
        Assert.Equal("x", Read("x"u8.ToArray()));
    }

    [Fact]
    public void What_is_no_text_is_refused_in_words()
    {
        void Refuses(string sentence, params byte[] bytes) => Refused.With<DataFormatException>(sentence, () => Read(bytes));
        Refuses("'a.txt': expected a text, but it is empty.");
        Refuses("'a.txt': expected a text, but it is empty.", 0xEF, 0xBB, 0xBF);
        Refuses("'a.txt': expected a text in UTF-8, but byte 2 (0xFF) begins no character. Save it as UTF-8.", (byte)'a', (byte)'b', 0xFF);
        Refuses("'a.txt': expected a text in UTF-8, but byte 5 (0xC3) begins no character. Save it as UTF-8.",
            0xEF, 0xBB, 0xBF, (byte)'a', (byte)'b', 0xC3);
        Refuses("'a.txt': expected a text in UTF-8, but byte 0 (0xED) begins no character. Save it as UTF-8.", 0xED, 0xA0, 0x80);
        Refuses("'a.txt': expected a text, but byte 1 is 0, which texts do not have. Is it a binary file, or UTF-16? Save a text as UTF-8.",
            (byte)'a', 0, (byte)'b');
        Refuses("'a.txt': expected a text in UTF-8, but it begins like one in UTF-16. Save it as UTF-8.", 0xFF, 0xFE, (byte)'a', 0);
        Refuses("'a.txt': expected a text in UTF-8, but it is compressed with gzip. Unpack it first.", 0x1F, 0x8B, 8, 0);
        Refuses("'a.txt': expected a text in UTF-8, but it is a PDF document. Save its content as plain text in UTF-8.", [.. "%PDF-1.7"u8]);
        Refused.With<DataFormatException>("'none.txt': there is no such file. Name a text in UTF-8.", () => TextFile.Read("none.txt"));
    }
}
