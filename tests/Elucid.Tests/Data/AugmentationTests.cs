namespace Elucid.Tests.Data;

public sealed class AugmentationTests
{
    static readonly int[] Shape = [2, 3, 4];

    static readonly float[] Image = [.. Enumerable.Range(1, 24).Select(i => (float)i)];

    [Fact]
    public void A_shift_moves_all_channels_by_the_same_and_fills_what_comes_in()
    {
        bool[] seen = new bool[25];
        for (ulong seed = 0; seed < 400; seed++)
        {
            float[] row = Changed(Augmentation.Shift(2, fill: -1), seed);
            (int down, int right) =
                (from d in Enumerable.Range(-2, 5) from r in Enumerable.Range(-2, 5) where row.SequenceEqual(Moved(d, r)) select (d, r)).Single();
            seen[(down + 2) * 5 + right + 2] = true;
        }
        Assert.DoesNotContain(false, seen);
    }

    [Fact]
    public void A_flip_mirrors_every_line_or_leaves_the_image()
    {
        float[] mirrored = [.. Enumerable.Range(0, 6).SelectMany(line => Image.Skip(4 * line).Take(4).Reverse())];
        Assert.Equal(mirrored, Changed(Augmentation.Flip(1), 1));
        Assert.Equal(Image, Changed(Augmentation.Flip(0), 1));
        int flipped = Enumerable.Range(0, 1000).Count(seed => Changed(Augmentation.Flip(), (ulong)seed).SequenceEqual(mirrored));
        Assert.InRange(flipped, 440, 560);
    }

    [Fact]
    public void Boxes_go_where_their_objects_go()
    {
        // One bright pixel is the object.
        Augmentation both = Augmentation.Shift(3).Then(Augmentation.Flip()).Then(Augmentation.Noise(1e-3));
        int lost = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            float[] row = new float[64], alone = new float[64];
            row[2 * 8 + 5] = alone[2 * 8 + 5] = 1;
            List<LabeledBox> boxes = [new(5, 2, 6, 3, 1)];
            both.Apply(row, boxes, [1, 8, 8], new float[64], new RandomStream(seed));
            both.Apply(alone, [1, 8, 8], new float[64], new RandomStream(seed));
            Assert.Equal(alone, row);
            int at = Array.FindIndex(row, value => value > 0.5f);
            Assert.Equal(at < 0 ? [] : [new LabeledBox(at % 8, at / 8, at % 8 + 1, at / 8 + 1, 1)], boxes);
            lost += at < 0 ? 1 : 0;
        }
        Assert.InRange(lost, 10, 80);
    }

    [Fact]
    public void A_box_that_is_shifted_out_is_cut_and_gone_when_less_than_a_quarter_is_left()
    {
        HashSet<int> widths = [];
        for (ulong seed = 0; seed < 200; seed++)
        {
            List<LabeledBox> boxes = [new(0, 2, 4, 4, 0)];
            Augmentation.Shift(4).Apply(new float[64], boxes, [1, 8, 8], new float[64], new RandomStream(seed));
            widths.Add(boxes.Count == 0 ? 0 : (int)(boxes[0].Right - boxes[0].Left));
        }
        Assert.Equal([0, 1, 2, 3, 4], widths.Order());
    }

    [Fact]
    public void Training_sees_boxes_where_the_augmented_image_has_them()
    {
        Dataset data = new("dots", [.. Enumerable.Range(0, 4 * 64).Select(i => i % 64 == 9 ? 1f : 0)], [1, 8, 8],
            [.. Enumerable.Repeat<IReadOnlyList<LabeledBox>>([new(1, 1, 2, 2, 0)], 4)], ["dot"]);
        int looks = 0;
        GridDetector model = new([1, 8, 8], 1, ActivationCatalog.Parse("elu"), new(1), [2]);
        Objective looking = Objective.Of((network, batch) =>
        {
            for (int i = 0; i < batch.Count; i++, looks++)
            {
                LabeledBox box = batch.Boxes[i][0];
                Assert.Equal(1, batch.X.Values[64 * i + 8 * (int)box.Top + (int)box.Left]);
            }
            return ((GridDetector)network).Loss(network.Forward(batch.X), batch.Boxes);
        });
        new Trainer(model, new Adam(model), data, options: new TrainerOptions
        {
            Epochs = 10,
            BatchSize = 2,
            Objective = looking,
            Augmentation = Augmentation.Shift(1).Then(Augmentation.Flip()),
        }).Fit();
        Assert.Equal(40, looks);
    }

    [Fact]
    public void An_augmentation_of_ones_own_must_say_what_becomes_of_boxes() => Assert.Equal(
        "Own changes images, but does not say what becomes of the boxes of their objects: override the Apply that has boxes.",
        Assert.Throws<NotSupportedException>(() => new Own().Apply(new float[4], [], [1, 2, 2], new float[4], new RandomStream(1))).Message);

    sealed class Own : Augmentation
    {
        public override void Apply(Span<float> row, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random) => row.Clear();
    }

    [Fact]
    public void What_it_does_can_be_seen_before_anything_is_trained()
    {
        Dataset data = new("rows", [.. Enumerable.Range(0, 10 * 24).Select(i => (float)i)], Shape, new int[10], ["one"]);
        Tensor preview = Augmentation.Flip(1).Preview(data, count: 4, times: 2, new RandomStream(1));
        Assert.Equal(new Shape(12, 2, 3, 4), preview.Shape);
        float[][] images = [.. preview.Values.ToArray().Chunk(24)];
        Assert.Equal([0, 48, 120, 168], images[..4].Select(image => image[0]));
        Assert.All(images[4..], (image, i) => Assert.Equal(
            Enumerable.Range(0, 6).SelectMany(line => images[i % 4].Skip(4 * line).Take(4).Reverse()), image));
        Assert.Equal(30, Augmentation.Noise(1).Preview(data, count: 99, times: 2, new RandomStream(1)).Shape[0]);
    }

    [Fact]
    public void Boxes_are_seen_where_changes_leave_them()
    {
        Dataset data = new("boxes", new float[2 * 12], [1, 3, 4], [[new LabeledBox(0, 0, 1, 2, 0)], []], ["one"]);
        Augmentation.Flip(1).Preview(data, count: 2, times: 1, new RandomStream(1), out IReadOnlyList<IReadOnlyList<LabeledBox>> boxes);
        Assert.Equal([[new(0, 0, 1, 2, 0)], [], [new(3, 0, 4, 2, 0)], []], boxes);
    }

    [Fact]
    public void Noise_has_the_deviation_that_is_asked_for()
    {
        float[] rows = new float[24 * 1000];
        Augmentation.Noise(0.5).Apply(rows, Shape, new RandomStream(1));
        Assert.Equal(0.5, Math.Sqrt(rows.Average(r => r * r)), 0.01);
    }

    [Fact]
    public void Rows_of_a_batch_are_changed_each_in_its_own_way_and_the_same_way_for_the_same_stream()
    {
        float[] Batch(ulong seed)
        {
            float[] rows = [.. Enumerable.Repeat(Image, 50).SelectMany(i => i)];
            Augmentation.Crop(1).Then(Augmentation.Flip()).Apply(rows, Shape, new RandomStream(seed));
            return rows;
        }
        Assert.Equal(Batch(1), Batch(1));
        Assert.NotEqual(Batch(1), Batch(2));
        Assert.True(Batch(1).Chunk(24).Select(r => string.Join(' ', r)).Distinct().Count() > 8);
    }

    [Fact]
    public void Rows_that_are_no_images_and_shifts_out_of_the_image_are_refused()
    {
        Refused.With<ArgumentException>(
            "Flip changes images of shape [channels, height, width], but the rows have shape [64].", () => Augmentation.Flip().Check([64]));
        Refused.With<ArgumentException>(
            "Shift: expected less than the image's height 3 and width 4, but got 3 pixels.", () => Augmentation.Shift(3).Check(Shape));
        Refused.With<ArgumentException>(
            "Crop: expected less than the image's height 3 and width 4, but got 3 pixels.", () => Augmentation.Crop(3).Check(Shape));
        Refused.With<ArgumentOutOfRangeException>("Shift: expected at least 1 pixel, but got 0. (Parameter 'pixels')", () => Augmentation.Shift(0));
        Refused.With<ArgumentOutOfRangeException>(
            "Crop: expected a padding of at least 1 pixel, but got -1. (Parameter 'padding')", () => Augmentation.Parse("crop:-1"));
        Augmentation.Noise(1).Check([64]);
    }

    [Theory, InlineData("crop:1,flip"), InlineData("shift:1,flip:0.5"), InlineData("noise:0.1"), InlineData("flip,noise:1e-2")]
    public void A_list_is_read_in_order(string text)
    {
        Augmentation[] parts = [.. text.Split(',').Select(Augmentation.Parse)];
        Assert.Equal(Changed(parts.Aggregate((a, b) => a.Then(b)), 3), Changed(Augmentation.Parse(text), 3));
    }

    [Theory, InlineData(""), InlineData("crop"), InlineData("crop:1.5"), InlineData("flip:"), InlineData("rotate:3"), InlineData("crop:1,,flip")]
    public void A_list_that_cannot_be_read_says_what_there_is(string text) =>
        Assert.StartsWith("An augmentation must be shift:PIXELS", Assert.Throws<ArgumentException>(() => Augmentation.Parse(text)).Message);

    static float[] Changed(Augmentation augmentation, ulong seed)
    {
        float[] row = [.. Image];
        augmentation.Apply(row, Shape, new RandomStream(seed));
        return row;
    }

    static IEnumerable<float> Moved(int down, int right) =>
        from c in Enumerable.Range(0, 2)
        from y in Enumerable.Range(0, 3)
        from x in Enumerable.Range(0, 4)
        let fromY = y - down
        let fromX = x - right
        select fromY is >= 0 and < 3 && fromX is >= 0 and < 4 ? Image[(c * 3 + fromY) * 4 + fromX] : -1;
}
