using System.Text;
using Elucid.Lab.Tests.Experiments;

namespace Elucid.Lab.Tests.Running;

/// <summary>What every log does, and what an index makes of it.</summary>
[AnyWidth]
public sealed class TrialLogTests : IDisposable
{
    static readonly TrialRecord Some = new(
        new TrialKey("planted", 1, "d@1", Settings.Of(("activation", "elu:alpha=0.5"), ("widths", new[] { 8, 4 })), 3),
        new Measured { { "score", 0.1 }, { "accuracy", 0.9, 0.5 }, { "loss", [double.NaN, double.PositiveInfinity, 1e-300] } }, 1.5, "build 1");

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string> Logs => ["memory", "file"];

    [Theory, MemberData(nameof(Logs))]
    public void Lines_come_back_in_their_order_and_from_any_offset(string kind)
    {
        ITrialLog log = Open(kind);
        log.Append("one"u8);
        log.Append("two"u8);
        Assert.Equal(["one", "two"], log.ReadFrom(0, out long next).Select(Encoding.UTF8.GetString));
        Assert.Empty(log.ReadFrom(next, out next));
        log.Append("three"u8);
        Assert.Equal(["three"], log.ReadFrom(next, out _).Select(Encoding.UTF8.GetString));
    }

    [Theory, MemberData(nameof(Logs))]
    public void A_trial_comes_back_bit_for_bit(string kind)
    {
        ITrialLog log = Open(kind);
        new TrialIndex(log).Add(Some);
        TrialRecord read = new TrialIndex(log).Find(Some.Key)!;
        Assert.Equal(Some.Measured.Numbers, read.Measured.Numbers);
        Assert.Equal(Some.Measured.Chance, read.Measured.Chance);
        Assert.Equal(Some.Measured.Series["loss"], read.Measured.Series["loss"]);
        Assert.Equal((1.5, "build 1"), (read.Seconds, read.Build));
    }

    [Fact]
    public void A_failure_comes_back_too()
    {
        ITrialLog log = new MemoryTrialLog();
        Failure failure = new(FailureKind.TimedOut, "did not end within 0.3 s");
        new TrialIndex(log).Add(Some with { Measured = Some.Measured.As(failure) });
        Assert.Equal(failure, new TrialIndex(log).Find(Some.Key)!.Measured.Failure);
    }

    [Fact]
    public void A_changed_digit_is_no_result()
    {
        MemoryTrialLog log = new();
        new TrialIndex(log).Add(Some);
        string line = Encoding.UTF8.GetString(log.ReadFrom(0, out _)[0]);
        MemoryTrialLog damaged = new();
        damaged.Append(Encoding.UTF8.GetBytes(line.Replace("\"score\":0.1", "\"score\":0.2", StringComparison.Ordinal)));
        damaged.Append("not JSON"u8);
        damaged.Append("{\"format\":99}"u8);
        TrialIndex index = new(damaged);
        Assert.Null(index.Find(Some.Key));
        Assert.Equal(3, index.Unreadable);
    }

    [Fact]
    public void A_line_that_a_killed_process_left_unfinished_costs_that_line_alone()
    {
        string path = Path.Combine(_directory.Path, "trials.jsonl");
        using (TrialLogFile log = new(path))
        {
            new TrialIndex(log).Add(Some);
            new TrialIndex(log).Add(Some with { Key = Some.Key with { Seed = 4 } });
        }
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);
        using TrialLogFile again = new(path);
        TrialIndex index = new(again);
        Assert.NotNull(index.Find(Some.Key));
        Assert.Null(index.Find(Some.Key with { Seed = 4 }));
        index.Add(Some with { Key = Some.Key with { Seed = 5 } });
        TrialIndex third = new(again);
        Assert.NotNull(third.Find(Some.Key with { Seed = 5 }));
        Assert.Equal(1, third.Unreadable);
    }

    [Fact]
    public void A_file_is_read_while_it_is_written()
    {
        string path = Path.Combine(_directory.Path, "trials.jsonl");
        using TrialLogFile writer = new(path), reader = new(path);
        TrialIndex written = new(writer), read = new(reader);
        written.Add(Some);
        Assert.Null(read.Find(Some.Key));
        read.Refresh();
        Assert.NotNull(read.Find(Some.Key));
    }

    [Fact]
    public void Trials_of_other_builds_are_used_and_counted()
    {
        MemoryTrialLog log = new();
        TrialIndex index = new(log);
        index.Add(Some);
        Assert.NotNull(index.Find(Some.Key));
        Assert.Equal(1, index.OfOtherBuilds);
    }

    [Fact]
    public void The_same_key_with_other_values_from_the_same_build_is_a_contradiction()
    {
        TrialIndex index = new(new MemoryTrialLog());
        index.Add(Some);
        index.Add(Some with { Seconds = 9 });
        Assert.Equal(0, index.Contradictions);
        index.Add(Some with { Measured = new Measured { { "score", 0.2 } } });
        Assert.Equal(1, index.Contradictions);
    }

    ITrialLog Open(string kind) => kind == "memory" ? new MemoryTrialLog() : new TrialLogFile(Path.Combine(_directory.Path, "trials.jsonl"));
}
