namespace Elucid.Tests.Data.Streaming;

/// <summary>Rows on the disk, and their batches.</summary>
public sealed class RowChunksTests
{
    // Three parts of 10, 7 and 1 rows, whose only feature is their number.
    static RowChunks Chunks()
    {
        int number = 0;
        RowFile[] files = [.. new[] { 10, 7, 1 }.Select(rows =>
        {
            RowFile file = new(2);
            for (int i = 0; i < rows; i++, number++)
                file.Append([number, number % 2]);
            file.Flush();
            return file;
        })];
        return new RowChunks(files, rows => new Dataset(
            "numbers", [.. rows.Where((_, i) => i % 2 == 0)], [1], [.. rows.Where((_, i) => i % 2 == 1).Select(label => (int)label)], ["even", "odd"]));
    }

    static List<float> Epoch(DataLoader loader, int epoch)
    {
        loader.StartEpoch(epoch);
        List<float> rows = [];
        for (int i = 0; i < loader.BatchCount; i++)
        {
            Batch batch = loader[i];
            rows.AddRange(batch.Features().Values);
            Assert.Equal(batch.Features().Values.ToArray().Select(number => (int)number % 2), batch.Labels.ToArray());
        }
        return rows;
    }

    [Fact]
    public void An_epoch_sees_each_row_once_and_the_next_one_in_another_order()
    {
        DataLoader loader = new(Chunks(), batchSize: 4, new RandomStream(1));
        Assert.Equal(3 + 2 + 1, loader.BatchCount);
        List<float> first = Epoch(loader, 0), second = Epoch(loader, 1);
        Assert.Equal(Enumerable.Range(0, 18).Select(i => (float)i), first.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Epoch(loader, 0));
    }

    [Fact]
    public void A_run_that_starts_again_in_the_middle_sees_what_it_would_have_seen()
    {
        DataLoader loader = new(Chunks(), batchSize: 4, new RandomStream(1)), later = new(Chunks(), batchSize: 4, new RandomStream(1));
        loader.StartEpoch(2);
        later.StartEpoch(2);
        for (int i = 0; i < 3; i++)
            _ = loader[i];
        Assert.Equal(loader[3].Features().Values, later[3].Features().Values);
    }

    [Fact]
    public void A_file_gives_back_the_rows_that_it_took_more_of_them_than_it_holds_back()
    {
        RowFile file = new(3);
        for (int i = 0; i < 5000; i++)
            file.Append([i, i + 0.5f, float.NaN]);
        Assert.Equal(5000, file.Count);
        file.Flush();
        float[] two = new float[6];
        file.Read(4998, two);
        Assert.Equal([4998, 4998.5f, float.NaN, 4999, 4999.5f, float.NaN], two);
        double sum = 0;
        file.ForEach(row => sum += row[0]);
        Assert.Equal(5000 * 4999 / 2, sum);
        Assert.Equal(
            "Expected 2 rows from row 4999 on, but there are 5000.", Assert.Throws<EndOfStreamException>(() => file.Read(4999, two)).Message);
    }

    [Fact]
    public void Running_scales_are_those_of_all_rows_at_once()
    {
        RandomStream random = new(7);
        float[] table = new float[400];
        random.FillGaussian(table);
        for (int i = 0; i < table.Length; i += 4)
            table[i] = 3;                                     // a constant column
        for (int i = 1; i < table.Length; i += 4)
            table[i] = 1e6f + table[i];
        RunningScales running = new(4);
        foreach (float[] row in table.Chunk(4))
            running.Add(row);
        ColumnScales expected = ColumnScales.Fit(table, 4), found = running.ToScales();
        for (int c = 0; c < 4; c++)
        {
            Assert.Equal(expected.Means[c], found.Means[c], 1e-6 * Math.Abs(expected.Means[c]) + 1e-6);
            Assert.Equal(expected.Deviations[c], found.Deviations[c], 1e-5);
        }
    }
}
