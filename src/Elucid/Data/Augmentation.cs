using System.Globalization;

namespace Elucid;

/// <summary>
/// Random changes to images while a network is trained, so that it sees more than there is: each example is changed anew in every epoch. Validation
/// and test data stay as they are.
/// </summary>
/// <remarks>Krizhevsky, Sutskever, Hinton 2012, section 4.1 (crops and flips); He et al. 2015, arXiv:1512.03385, section 4.2 (for CIFAR: pad by 4,
/// crop, flip).</remarks>
/// <example><code>
/// TrainerOptions options = new() { Augmentation = Augmentation.Crop(4).Then(Augmentation.Flip()) };
/// </code></example>
public abstract class Augmentation
{
    // An object of which less is left in the image cannot be known.
    const double LeastLeft = 0.25;

    /// <summary>Moves the image by up to <paramref name="pixels"/> in each direction; what comes in is <paramref name="fill"/>. The same as cropping
    /// from an image padded by so much.</summary>
    /// <param name="pixels">The largest shift, at least 1.</param>
    /// <param name="fill">The value of pixels from outside; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not positive.</exception>
    public static Augmentation Shift(int pixels, double fill = 0)
    {
        if (pixels < 1)
            throw new ArgumentOutOfRangeException(nameof(pixels), $"Shift: expected at least 1 pixel, but got {pixels}.");
        return new Shifted(pixels, (float)fill);
    }

    /// <summary>Pads the image by <paramref name="padding"/> zeros on each side and cuts its size out at a random place: <see cref="Shift"/> under
    /// the name that papers use.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The padding is not positive.</exception>
    public static Augmentation Crop(int padding)
    {
        if (padding < 1)
            throw new ArgumentOutOfRangeException(nameof(padding), $"Crop: expected a padding of at least 1 pixel, but got {padding}.");
        return new Shifted(padding, fill: 0, name: "Crop");
    }

    /// <summary>Mirrors the image left to right with this probability.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public static Augmentation Flip(double probability = 0.5)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), $"Flip: expected a probability from 0 to 1, but got {probability}.");
        return new Flipped(probability);
    }

    /// <summary>Adds normally distributed noise to every number. Works on rows of any shape.</summary>
    /// <param name="deviation">Its standard deviation, in the units of the features.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is not positive and finite.</exception>
    public static Augmentation Noise(double deviation)
    {
        if (!(deviation > 0) || !double.IsFinite(deviation))
            throw new ArgumentOutOfRangeException(nameof(deviation), $"Noise: expected a positive deviation, but got {deviation}.");
        return new Noisy((float)deviation);
    }

    /// <summary>Reads a list such as <c>crop:4,flip</c>: shift:PIXELS, crop:PIXELS, flip or flip:PROBABILITY, noise:DEVIATION, one after the
    /// other.</summary>
    /// <param name="text">The list, without spaces.</param>
    /// <exception cref="ArgumentException">A part is none of these, or its number is missing or out of range.</exception>
    public static Augmentation Parse(string text)
    {
        Augmentation? all = null;
        foreach (string part in text.Split(','))
        {
            Augmentation one = ParseOne(part);
            all = all?.Then(one) ?? one;
        }
        return all!;
    }

    static Augmentation ParseOne(string part)
    {
        string[] words = part.Split(':');
        bool hasNumber = words.Length == 2 && double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double _);
        double number = hasNumber ? double.Parse(words[1], CultureInfo.InvariantCulture) : 0;
        bool isWhole = hasNumber && number == (int)number;
        return words[0] switch
        {
            "shift" when isWhole => Shift((int)number),
            "crop" when isWhole => Crop((int)number),
            "flip" when words.Length == 1 => Flip(),
            "flip" when hasNumber => Flip(number),
            "noise" when hasNumber => Noise(number),
            _ => throw new ArgumentException(
                $"An augmentation must be shift:PIXELS, crop:PIXELS, flip, flip:PROBABILITY or noise:DEVIATION, or several joined by commas, but "
                    + $"got '{part}'."),
        };
    }

    /// <summary>This one and then another.</summary>
    public Augmentation Then(Augmentation next) => new Both(this, next);

    /// <summary>Throws unless rows have a shape that this can change; by default any shape is.</summary>
    /// <param name="shape">The shape of one example's features, such as [channels, height, width].</param>
    public virtual void Check(ReadOnlySpan<int> shape)
    {
    }

    /// <summary>Changes one row of this shape in place: all that an augmentation of your own has to do.</summary>
    /// <param name="row">The features of one example.</param>
    /// <param name="shape">Their shape, such as [channels, height, width].</param>
    /// <param name="scratch">Room for as many numbers, with unspecified values.</param>
    /// <param name="random">Decides how; drawing from nothing else keeps a run its seed.</param>
    public abstract void Apply(Span<float> row, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random);

    /// <summary>
    /// Changes an image in place, as <see cref="Apply(Span{float}, ReadOnlySpan{int}, Span{float}, RandomStream)"/> does with the same numbers, and
    /// the boxes of its objects with it; by default it is refused, as nobody knows where they go.
    /// </summary>
    /// <param name="row">The features of one example.</param>
    /// <param name="boxes">Its objects. What leaves the image by more than three quarters is none any longer.</param>
    /// <param name="shape">[channels, height, width].</param>
    /// <param name="scratch">Room for as many numbers, with unspecified values.</param>
    /// <param name="random">Decides how.</param>
    /// <exception cref="NotSupportedException">The augmentation does not say what becomes of boxes.</exception>
    public virtual void Apply(Span<float> row, List<LabeledBox> boxes, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random) =>
        throw new NotSupportedException(
            $"{GetType().Name} changes images, but does not say what becomes of the boxes of their objects: override the Apply that has boxes.");

    /// <summary>Changes all rows of a batch in place.</summary>
    internal void Apply(Span<float> rows, ReadOnlySpan<int> shape, RandomStream random)
    {
        int size = 1;
        foreach (int length in shape)
            size *= length;
        Span<float> scratch = size <= 4096 ? stackalloc float[size] : new float[size];
        for (int start = 0; start < rows.Length; start += size)
            Apply(rows.Slice(start, size), shape, scratch, random);
    }

    /// <inheritdoc cref="Preview(Dataset, int, int, RandomStream, out IReadOnlyList{IReadOnlyList{LabeledBox}})"/>
    public Tensor Preview(Dataset examples, int count, int times, RandomStream random) => Preview(examples, count, times, random, out _);

    /// <summary>
    /// Examples as they are and as epochs would change them, to look at before anything is trained:
    /// <c>ImageGrid.Of(augmentation.Preview(images, count: 6, times: 3, new RandomStream(0)), columns: 6).SavePng("augmented.png")</c>.
    /// </summary>
    /// <param name="examples">What training would change.</param>
    /// <param name="count">How many of them, from the first to the last at equal distances; all where they are fewer.</param>
    /// <param name="times">How often each is changed.</param>
    /// <param name="random">Decides how.</param>
    /// <param name="boxes">The objects of each of the images; empty lists if the examples have none.</param>
    /// <returns>[(1 + times) · count, ..example]: all as they are, then all as they are changed, and again.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There shall be no example, or none changed.</exception>
    /// <exception cref="ArgumentException">Examples of this shape cannot be changed so.</exception>
    /// <exception cref="NotSupportedException">The augmentation does not say what becomes of boxes.</exception>
    public Tensor Preview(
        Dataset examples, int count, int times, RandomStream random, out IReadOnlyList<IReadOnlyList<LabeledBox>> boxes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        Check(examples.FeatureShape);
        int shown = Math.Min(count, examples.Count), width = examples.FeatureCount;
        Tensor preview = new([checked((1 + times) * shown), .. examples.FeatureShape]);
        List<LabeledBox>[] objects = new List<LabeledBox>[preview.Shape[0]];
        float[] scratch = new float[width];
        for (int i = 0; i < objects.Length; i++)
        {
            int example = (int)((long)(i % shown) * examples.Count / shown);
            Span<float> row = preview.Edit().Slice(i * width, width);
            examples.Features.Slice(example * width, width).CopyTo(row);
            objects[i] = examples.Boxes.Count > 0 ? [.. examples.Boxes[example]] : [];
            if (i >= shown && objects[i].Count > 0)
                Apply(row, objects[i], examples.FeatureShape, scratch, random);
            else if (i >= shown)
                Apply(row, examples.FeatureShape, scratch, random);
        }
        boxes = objects;
        return preview;
    }

    static void CheckImage(string what, ReadOnlySpan<int> shape)
    {
        if (shape.Length != 3)
            throw new ArgumentException(
                $"{what} changes images of shape [channels, height, width], but the rows have shape [{string.Join(", ", shape.ToArray())}].");
    }

    sealed class Shifted(int pixels, float fill, string name = "Shift") : Augmentation
    {
        public override void Check(ReadOnlySpan<int> shape)
        {
            CheckImage(name, shape);
            if (pixels >= Math.Min(shape[1], shape[2]))
                throw new ArgumentException(
                    $"{name}: expected less than the image's height {shape[1]} and width {shape[2]}, but got {pixels} pixels.");
        }

        public override void Apply(Span<float> row, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random) =>
            Move(row, shape, scratch, Draw(random));

        public override void Apply(Span<float> row, List<LabeledBox> boxes, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random)
        {
            (int down, int right) = Draw(random);
            Move(row, shape, scratch, (down, right));
            for (int i = boxes.Count - 1; i >= 0; i--)
            {
                LabeledBox box = boxes[i], moved = box with
                {
                    Left = box.Left + right,
                    Top = box.Top + down,
                    Right = box.Right + right,
                    Bottom = box.Bottom + down,
                };
                if (moved.Within(shape[2], shape[1], LeastLeft) is { } seen)
                    boxes[i] = seen;
                else
                    boxes.RemoveAt(i);
            }
        }

        (int Down, int Right) Draw(RandomStream random)
        {
            int down = random.NextInt32(2 * pixels + 1) - pixels;
            return (down, random.NextInt32(2 * pixels + 1) - pixels);
        }

        void Move(Span<float> row, ReadOnlySpan<int> shape, Span<float> scratch, (int Down, int Right) by)
        {
            int height = shape[1], width = shape[2];
            (int down, int right) = by;
            if (down == 0 && right == 0)
                return;
            row.CopyTo(scratch);
            row.Fill(fill);
            int columns = width - Math.Abs(right), fromColumn = Math.Max(0, -right), toColumn = Math.Max(0, right);
            for (int line = 0; line < shape[0] * height; line++)
            {
                int y = line % height, from = y - down;
                if (from >= 0 && from < height)
                    scratch.Slice((line - down) * width + fromColumn, columns).CopyTo(row[(line * width + toColumn)..]);
            }
        }
    }

    sealed class Flipped(double probability) : Augmentation
    {
        public override void Check(ReadOnlySpan<int> shape) => CheckImage("Flip", shape);

        public override void Apply(Span<float> row, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random) => Mirror(row, shape, random);

        public override void Apply(Span<float> row, List<LabeledBox> boxes, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random)
        {
            if (!Mirror(row, shape, random))
                return;
            for (int i = 0; i < boxes.Count; i++)
                boxes[i] = boxes[i] with { Left = shape[2] - boxes[i].Right, Right = shape[2] - boxes[i].Left };
        }

        // Whether it did.
        bool Mirror(Span<float> row, ReadOnlySpan<int> shape, RandomStream random)
        {
            if (random.NextDouble() >= probability)
                return false;
            int width = shape[2];
            for (int start = 0; start < row.Length; start += width)
                row.Slice(start, width).Reverse();
            return true;
        }
    }

    sealed class Noisy(float deviation) : Augmentation
    {
        public override void Apply(Span<float> row, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random)
        {
            random.FillGaussian(scratch, 0, deviation);
            for (int i = 0; i < row.Length; i++)
                row[i] += scratch[i];
        }

        public override void Apply(Span<float> row, List<LabeledBox> boxes, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random) =>
            Apply(row, shape, scratch, random);
    }

    sealed class Both(Augmentation first, Augmentation second) : Augmentation
    {
        public override void Check(ReadOnlySpan<int> shape)
        {
            first.Check(shape);
            second.Check(shape);
        }

        public override void Apply(Span<float> row, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random)
        {
            first.Apply(row, shape, scratch, random);
            second.Apply(row, shape, scratch, random);
        }

        public override void Apply(Span<float> row, List<LabeledBox> boxes, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random)
        {
            first.Apply(row, boxes, shape, scratch, random);
            second.Apply(row, boxes, shape, scratch, random);
        }
    }
}
