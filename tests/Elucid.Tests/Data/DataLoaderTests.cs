namespace Elucid.Tests.Data;

public sealed class DataLoaderTests
{
    static Dataset Rare() => new(
        "rare", [.. Enumerable.Range(0, 1000).Select(i => (float)i)], [1], [.. Enumerable.Range(0, 1000).Select(i => i % 50 == 0 ? 1 : 0)],
        ["no", "yes"]);

    [Fact]
    public void Classes_are_drawn_alike_and_each_epoch_anew()
    {
        DataLoader loader = new(Rare(), 100, Sampler.Balanced(new RandomStream(1), count: 4000));
        Assert.Equal(40, loader.BatchCount);
        int[] first = Labels(loader, 0), second = Labels(loader, 1);
        Assert.InRange(first.Count(label => label == 1), 1850, 2150);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Labels(loader, 0));
    }

    [Fact]
    public void Rows_are_drawn_by_their_weights_and_never_those_of_weight_0()
    {
        Dataset four = new("four", [0, 1, 2, 3], [1], [0, 1, 2, 3], ["a", "b", "c", "d"]);
        DataLoader loader = new(four, 100, Sampler.WeightedBy([0, 1, 3, 0], new RandomStream(2), count: 4000));
        int[] counts = [.. Enumerable.Range(0, 4).Select(c => Labels(loader, 0).Count(label => label == c))];
        Assert.Equal((0, 0, 4000), (counts[0], counts[3], counts.Sum()));
        Assert.InRange(counts[2], 2900, 3100);
        int[] drawn = Labels(new DataLoader(four, 4, Sampler.Drawn(new RandomStream(3), count: 400)), 0);
        Assert.All([0, 1, 2, 3], c => Assert.InRange(drawn.Count(label => label == c), 70, 130));
    }

    static int[] Labels(DataLoader loader, int epoch)
    {
        loader.StartEpoch(epoch);
        List<int> labels = [];
        for (int i = 0; i < loader.BatchCount; i++)
            labels.AddRange(loader[i].Labels.Span);
        return [.. labels];
    }

    [Fact]
    public void Batches_are_tensors()
    {
        Dataset images = new("images", [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2], [1, 0], ["a", "b"]);
        Batch batch = new DataLoader(images, 2)[0];
        Assert.Equal([2, 1, 2, 2], batch.Features().Shape);
        Assert.Equal(images.Features, batch.Features().Values);
        Assert.Equal([1, 0], batch.Labels.ToArray());
        Dataset numbers = new("numbers", [1, 2, 3], [1], [10f, 11, 20, 21, 30, 31], ["s", "t"]);
        Batch last = new DataLoader(numbers, 2)[1];
        Assert.Equal([1, 2], last.Targets().Shape);
        Assert.Equal([30, 31], last.Targets().Values);
        Refused.With<ArgumentException>("Dataset 'numbers' is for regression and has no labels.",
            () => _ = new DataLoader(numbers, 2)[0].Labels);
        Refused.With<ArgumentException>("Dataset 'images' is for classification and has no targets.",
            () => _ = new DataLoader(images, 2)[0].Targets());
    }

    // As tensors of their own, 1,500 batches of 64 rows of 784 numbers are 300 MB.
    [Fact]
    public void Batches_as_tensors_make_no_garbage()
    {
        Dataset data = new("many", new float[640 * 784], [1, 28, 28], new int[640], ["a"]);
        DataLoader loader = new(data, 64, new RandomStream(1));
        Run(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(150);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_500 * 2_048);

        void Run(int epochs)
        {
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                loader.StartEpoch(epoch);
                for (int i = 0; i < loader.BatchCount; i++)
                {
                    using Tape tape = Tape.Start();
                    Batch batch = loader[i];
                    Assert.Equal(batch.Labels.Length, batch.Features().Shape[0]);
                }
            }
        }
    }

    [Fact]
    public void A_sampler_that_does_not_fit_is_refused_in_words()
    {
        RandomStream random = new(1);
        Refused.With<ArgumentException>("Sampler: expected weights of at least 0, but row 1 has -1.",
            () => Sampler.WeightedBy([1, -1], random));
        Refused.With<ArgumentException>(
            "Sampler: expected weights with a positive, finite sum, but it is 0.", () => Sampler.WeightedBy([0, 0], random));
        Refused.With<ArgumentException>("Dataset 'rare': expected a weight for each of its 1000 rows, but the sampler has 2.",
            () => new DataLoader(Rare(), 10, Sampler.WeightedBy([1, 1], random)));
        Dataset numbers = new("numbers", [1, 2], [1], [1f, 2], ["t"]);
        Refused.With<ArgumentException>("Dataset 'numbers': expected classes to draw alike, but it is for regression. Use Sampler.WeightedBy.",
            () => new DataLoader(numbers, 1, Sampler.Balanced(random)));
        Refused.With<ArgumentException>("Dataset 'numbers': expected row numbers from 0 to 1, but the sampler gave 7.",
            () => new DataLoader(numbers, 1, new Beyond()));
    }

    sealed class Beyond : Sampler
    {
        public override void Fill(Dataset data, int epoch, Span<int> rows) => rows.Fill(7);
    }
}
