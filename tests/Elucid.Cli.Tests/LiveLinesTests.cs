namespace Elucid.Cli.Tests;

public sealed class LiveLinesTests
{
    [Theory]
    [InlineData(120, "epoch 2/3 ━━━━━━━━━━━━━━━━━━━━━━━━ step 1/9 loss 0.2")]
    [InlineData(80, "epoch 2/3 ━━━━━━━━━━━━━━━━━━━━━━━━ step 1/9 loss 0.2")]
    [InlineData(40, "epoch 2/3 ━━━━━━━━━━━ step 1/9 loss 0.2")]
    [InlineData(32, "epoch 2/3 step 1/9 loss 0.2")]
    [InlineData(20, "epoch 2/3 step 1/9")]
    [InlineData(8, "epoch 2")]
    public void A_shorter_line_leaves_nothing_of_a_longer_one(int width, string shown)
    {
        Screen screen = new(width);
        LiveLines lines = new(screen.Console);
        lines.Draw([new("epoch 1/3", 0.5, "step 1234567/1234567", "loss 0.0123456", "validation loss 0.0123456 and more than one line holds")]);
        lines.Draw([new("epoch 2/3", 0.5, "step 1/9", "loss 0.2")]);
        Assert.Equal(shown, screen.Text);
    }

    [Theory]
    [InlineData(80, "epoch 1/3  loss 0.123  validation 0.234, accuracy 95.3 %  12.3 ms  best\nepoch 2/3 ━━━━━━━━━━━━━━━━━━━━━━━━ step 1/9")]
    [InlineData(40, "epoch 1/3  loss 0.123  validation 0.234,\naccuracy 95.3 %  12.3 ms  best\nepoch 2/3 ━━━━━━━━━━━━━━━━━━━━ step 1/9")]
    [InlineData(20, "epoch 1/3  loss\n0.123  validation\n0.234, accuracy 95.3\n%  12.3 ms  best\nepoch 2/3 step 1/9")]
    public void A_line_that_stays_is_whole_and_above_those_that_are_drawn_again(int width, string shown)
    {
        Screen screen = new(width);
        LiveLines lines = new(screen.Console);
        lines.Draw([new("epoch 1/3", 0.5, "step 123/456", "loss 0.0123456")]);
        lines.Say("epoch 1/3  loss 0.123  validation 0.234, accuracy 95.3 %  12.3 ms  best");
        lines.Draw([new("epoch 2/3", 0.5, "step 1/9")]);
        Assert.Equal(shown, screen.Text);
    }

    [Fact]
    public void Columns_stand_below_each_other_and_an_empty_bar_is_a_bar()
    {
        Screen screen = new(40);
        new LiveLines(screen.Console).Draw([new("leaky-relu", 1, "10/10", "loss 0.1"), new("elu", 0, "0/10", "waiting")]);
        Assert.Equal("leaky-relu ━━━━━━━━━━━━━ 10/10 loss 0.1\nelu        ━━━━━━━━━━━━━ 0/10  waiting", screen.Text);
    }

    [Fact]
    public void Wide_characters_take_two_cells()
    {
        Screen screen = new(20);
        LiveLines lines = new(screen.Console);
        lines.Draw([new("価格の列の名前の長い", 0.5, "12 %")]);
        lines.Draw([new("価格", 0.5, "100 %", "残り")]);
        Assert.Equal("価格 100 % 残り", screen.Text);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(20)]
    [InlineData(7)]
    public void A_terminal_that_became_narrower_keeps_nothing_of_the_wide_lines(int width)
    {
        Screen screen = new(80);
        LiveLines lines = new(screen.Console);
        lines.Say("stays");
        for (int i = 0; i < 2; i++)
            lines.Draw([new("elu", 0.5, "3/10", "loss 0.123456789", "accuracy 95.3 %", "12.3 s left"),
                new("relu", 0.25, "2/10", "loss 0.123456789", "accuracy 95.3 %", "1 min 2 s left")]);
        screen.Narrow(width);
        lines.Draw([new("a", 0.5), new("b", 0.5)]);
        string[] shown = screen.Text.Split('\n');
        Assert.Equal(["stays", "a", "b"], shown.Select(line => line.TrimEnd('━', ' ')));
    }

    [Fact]
    public void More_rows_than_the_terminal_has_lines_show_their_end()
    {
        Screen screen = new(20, height: 3);
        LiveLines lines = new(screen.Console);
        for (int i = 0; i < 2; i++)
            lines.Draw([.. Enumerable.Range(0, 9).Select(row => new ProgressRow($"row number {row}", 0.5))]);
        Assert.Equal("row number 7\nrow number 8", screen.Text.Replace(" ━━━━━━", "", StringComparison.Ordinal));
    }

    [Fact]
    public void In_the_end_nothing_is_left()
    {
        Screen screen = new(40);
        Terminal terminal = new(screen.Console, screen.Console, IsLive: true);
        Progress.Show(terminal, () => [new("one", 0.1, "text"), new("two", 0.2, "text")], () => "line", say =>
        {
            Thread.Sleep(250);
            say("said");
            Thread.Sleep(150);
            return 0;
        });
        Assert.Equal("said", screen.Text);
    }
}
