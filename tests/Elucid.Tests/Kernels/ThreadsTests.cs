namespace Elucid.Tests.Kernels;

public sealed class ThreadsTests
{
    [Fact]
    public void Limits_nest_and_end()
    {
        int before = Threads.Count;
        using (Threads.Limit(3))
        {
            Assert.Equal(3, Threads.Count);
            using (Threads.Limit(1))
                Assert.Equal(1, Threads.Count);
            Assert.Equal(3, Threads.Count);
        }
        Assert.Equal(before, Threads.Count);
    }

    [Fact]
    public void A_limit_holds_for_its_own_thread_only()
    {
        using ThreadLimit limit = Threads.Limit(7);
        int other = 0;
        Thread thread = new(() => other = Threads.Count);
        thread.Start();
        thread.Join();
        Assert.Equal(Environment.ProcessorCount, other);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Every_piece_runs_once_and_alone(int threads)
    {
        using ThreadLimit limit = Threads.Limit(threads);
        foreach (int count in Enumerable.Range(0, 20).Append(1000))
        {
            int[] runs = new int[count], inside = new int[count];
            Threads.For(count, new Body(i =>
            {
                Interlocked.Increment(ref runs[i]);
                inside[i] = Threads.Count;
            }));
            Assert.All(runs, n => Assert.Equal(1, n));
            if (threads > 1 && count > 1)
                Assert.All(inside, n => Assert.Equal(1, n));
            Assert.Equal(threads, Threads.Count);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_of_a_piece_reaches_the_caller_with_its_own_type(int threads)
    {
        using ThreadLimit limit = Threads.Limit(threads);
        FormatException error = Assert.Throws<FormatException>(() => Threads.For(5, new Body(i =>
        {
            if (i == 3)
                throw new FormatException("piece 3");
        })));
        Assert.Equal("piece 3", error.Message);
    }

    [Fact]
    public void A_limit_below_one_is_refused()
    {
        Assert.StartsWith("Threads.Limit: expected at least 1 thread, but got 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => { using ThreadLimit limit = Threads.Limit(0); }).Message);
    }

    readonly struct Body(Action<int> action) : IThreadsBody
    {
        public void Run(int index) => action(index);
    }
}
