namespace Elucid.Reports.Tests;

public class ReportMarkdownTests
{
    static ReportModel Model(string text) => new()
    {
        Title = text,
        Conclusion = text,
        Answers = [new(text, text)],
        Notice = text,
        Facts = [new(text, text, text)],
        Results = new ReportTable(text, [new(text)], [new ReportRow(new ReportCell(text, CellTone.Best, text) { Place = text })]),
        Sections =
        [
            new ReportSection(text, text, [ChartCases.Lines(new Series(text, [1, 2], [1, 2]))])
            {
                Place = text,
                IsPart = true,
                Kind = text,
                Verdict = new ReportCell(text, Detail: text),
                Notes = [new(text, text)],
                Details = [new(text, [ReportTable.OfPairs(text, (text, text))], text)],
            },
        ],
        Command = text,
        Notes = [new(text, text)],
        Footer = text,
    };

    [Fact]
    public void A_document_has_headings_lists_tables_pictures_and_code()
    {
        string text = ReportMarkdown.Render(Model("word"), chart => "a b.svg");
        foreach (string expected in new[]
        {
            "# word\n\nword\n\n## What this means for you\n\n- **word**: word\n\n> word\n\n- word: word (word)\n\n## word\n\n| word |\n| --- |\n| "
                + "**[word](<#word>)**<br>word |\n",
            "<a id=\"word\"></a>\n\n### word: word\n\n**word** word\n\nword\n\n![Title. ", "](<a b.svg>)\n\n- **word**: word\n",
            "<details><summary>word</summary>\n\n```sh\nword\n```\n\n#### word\n\n|  |  |\n| --- | --- |\n| word | word |\n\n</details>",
            "## How to get the same numbers again\n\n```sh\nword\n```\n\n## What the words mean\n\n- **word**: word\n\nword\n",
        })
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("\n\nTitle. y by x: word 1 at 1, 2 at 2. Caption\n", ReportMarkdown.Render(Model("word")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# a", "\\# a")]
    [InlineData("- a", "\\- a")]
    [InlineData("12. a", "12\\. a")]
    [InlineData("0.5 of a", "0.5 of a")]
    [InlineData("a|b_c*d`e[f]\\", "a\\|b\\_c\\*d\\`e\\[f\\]\\\\")]
    [InlineData("a\\|b||", "a\\\\\\|b\\|\\|")]
    [InlineData("<script>&\"", "&lt;script&gt;&amp;&quot;")]
    [InlineData("a\n# b\r\n\u0007c", "a # b c")]
    [InlineData("😀 = ü", "😀 = ü")]
    public void What_a_text_holds_stays_text(string text, string written) =>
        Assert.Equal($"# t\n\n{written}\n", ReportMarkdown.Render(new ReportModel { Title = "t", Conclusion = text }));

    [Fact]
    public void Code_ends_where_its_own_fence_ends() => Assert.Contains(
        "\n`````sh\na ```` b\n`````\n", ReportMarkdown.Render(new ReportModel { Title = "t", Conclusion = "c", Command = "a ````\nb" }),
        StringComparison.Ordinal);
}
