using System.Globalization;
using System.Text;

namespace Elucid.Tests.Data.Streaming;

/// <summary>Tables whose rows pass through memory in parts.</summary>
[AnyWidth]
public sealed class StreamedTableTests : IDisposable
{
    const int Rows = 3000;

    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elucid-stream");

    static readonly CsvOptions Options = new() { Target = "kind", Missing = MissingValues.Mean };

    // A class that two numbers and a colour decide; every seventh weight is missing.
    string Table()
    {
        string path = Path.Combine(_directory.FullName, "table.csv");
        RandomStream random = new(5);
        StringBuilder csv = new("size,weight,colour,kind\n");
        for (int row = 0; row < Rows; row++)
        {
            double size = random.NextGaussian(), weight = 100 + 20 * random.NextGaussian();
            string colour = row % 3 == 0 ? "red" : "blue", kind = size + (weight - 100) / 20 + (row % 3 == 0 ? 1 : 0) > 0 ? "big" : "small";
            csv.Append(CultureInfo.InvariantCulture, $"{size:0.000},{(row % 7 == 0 ? "" : $"{weight:0.0}")},{colour},{kind}\n");
        }
        File.WriteAllText(path, csv.ToString());
        return path;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_stream_has_the_features_notes_and_summary_that_the_table_in_memory_has()
    {
        string path = Table();
        CsvTable held = CsvReader.Read(path, Options);
        StreamedTable streamed = CsvReader.Stream(path, Options);
        Assert.Equal(Rows, streamed.Count);
        Assert.Equal(held.Notes, streamed.Notes);
        Assert.Equal(held.Summary.Columns, streamed.Summary.Columns);
        Assert.Equal(held.Schema.FeatureNames, streamed.Schema.FeatureNames);
        Dataset head = streamed.Head(50);
        Assert.Equal(held.Dataset.Labels[..50], head.Labels);
        for (int i = 0; i < head.Features.Length; i++)
            Assert.Equal(held.Dataset.MissingFeatures![i] ? 0 : held.Dataset.Features[i], head.Features[i]);
    }

    [Fact]
    public void Each_row_is_in_one_part_and_scales_are_those_of_the_training_rows()
    {
        DataSplit split = CsvReader.Stream(Table(), Options).Split(0.2, 0.15, new RandomStream(1), out Standardizer scales);
        RowChunks training = split.Streamed!;
        Assert.Equal(Rows, training.Count + split.Test.Count + split.Validation!.Count);
        Assert.InRange(split.Test.Count, 500, 700);
        Dataset all = training.Load(0);
        Assert.Equal(1, training.ChunkCount);
        ColumnScales again = Standardizer.Fit(all).Features;
        for (int c = 0; c < all.FeatureCount; c++)
        {
            Assert.Equal(0, again.Means[c], 1e-5);
            // A seventh of the weights are means.
            Assert.Equal(all.FeatureNames[c] == "weight" ? Math.Sqrt(6 / 7.0) : 1, again.Deviations[c], 0.02);
        }
        Assert.Equal(100, scales.Features.Means[all.FeatureNames.ToList().IndexOf("weight")], 3.0);
    }

    [Fact]
    public void The_same_stream_of_random_numbers_gives_the_same_parts()
    {
        StreamedTable table = CsvReader.Stream(Table(), Options);
        DataSplit one = table.Split(0.2, 0, new RandomStream(1), out _), same = table.Split(0.2, 0, new RandomStream(1), out _),
            other = table.Split(0.2, 0, new RandomStream(2), out _);
        Assert.Equal(one.Test.Features, same.Test.Features);
        Assert.Equal(one.Train.Features, same.Train.Features);
        Assert.NotEqual(one.Test.Features.ToArray(), other.Test.Features.ToArray());
    }

    [Fact]
    public void Memory_holds_a_power_of_two_of_rows()
    {
        int rows = CsvReader.Stream(Table(), Options).RowsAtOnce;
        Assert.True(System.Numerics.BitOperations.IsPow2(rows));
        Assert.True(rows >= Rows);
    }

    [Fact]
    public void A_network_learns_from_a_stream_what_it_learns_from_memory_the_same_bits_each_time()
    {
        StreamedTable table = CsvReader.Stream(Table(), Options);
        double first = Train(out float[] weights), second = Train(out float[] again);
        Assert.InRange(first, 0.85, 1);
        Assert.Equal(first, second);
        Assert.Equal(weights, again);

        double Train(out float[] weights)
        {
            DataSplit split = table.Split(0.2, 0.15, new RandomStream(1), out _);
            Sequential model = Sequential.Mlp([split.Train.FeatureCount, 16, 2], Elucid.Activations.Elu(), new RandomStream(3));
            new Trainer(model, new Adam(model, 0.01), split, new TrainerOptions { Epochs = 5 }).Fit();
            weights = [.. model.NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray())];
            return Evaluation.Of(model, split.Test).Accuracy!.Value;
        }
    }

    [Fact]
    public void Streamed_rows_refuse_the_order_of_a_time_column_and_a_sampler()
    {
        string path = Table();
        ArgumentException time = Assert.Throws<ArgumentException>(() => CsvReader.Stream(path, Options with { Time = "size" }));
        Assert.Equal(
            $"'{path}' is streamed, and CsvOptions.Time orders rows in memory: leave it out, or take fewer rows.", time.Message);
        DataSplit split = CsvReader.Stream(path, Options).Split(0.2, 0, new RandomStream(1), out _);
        Sequential model = Sequential.Mlp([split.Train.FeatureCount, 2], Elucid.Activations.Elu(), new RandomStream(3));
        ArgumentException sampler = Assert.Throws<ArgumentException>(() => new Trainer(
            model, new Sgd(model, 0.1), split, new TrainerOptions { Sampler = Sampler.InOrder }));
        Assert.StartsWith("A sampler draws from all rows, but streamed rows are in memory a part at a time.", sampler.Message);
    }
}
