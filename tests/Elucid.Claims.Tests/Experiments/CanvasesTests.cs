namespace Elucid.Claims.Tests.Experiments;

/// <summary>Objects on canvases, from items whose pixels are known.</summary>
[AnyWidth]
public class CanvasesTests
{
    const int Side = 40;

    // White from edge to edge, and white in the inner half of both axes alone.
    static readonly Dataset
        Full = Items(_ => true), Inner = Items(i => i % 28 is >= 7 and < 21 && i / 28 is >= 7 and < 21);

    [Fact]
    public void The_box_of_an_item_are_the_tight_bounds_of_its_pixels()
    {
        Dataset canvases = Canvases.Of(Full, 50, Side, mostItems: 1, new RandomStream(1));
        foreach ((int i, IReadOnlyList<LabeledBox> boxes) in canvases.Boxes.Index())
        {
            LabeledBox box = Assert.Single(boxes);
            Assert.Equal(box.Right - box.Left, box.Bottom - box.Top);
            Assert.InRange(box.Right - box.Left, 12, 24);
            ReadOnlySpan<float> pixels = canvases.Features.Slice(i * Side * Side, Side * Side);
            for (int pixel = 0; pixel < pixels.Length; pixel++)
            {
                (int x, int y) = (pixel % Side, pixel / Side);
                bool isInside = x >= box.Left && x < box.Right && y >= box.Top && y < box.Bottom;
                Assert.InRange(pixels[pixel], isInside ? 0.9999f : 0, isInside ? 1.1501f : 0.15f);
            }
        }
    }

    [Fact]
    public void Dark_edges_of_an_item_are_no_part_of_its_box() => Assert.All(
        Canvases.Of(Inner, 50, Side, mostItems: 1, new RandomStream(1)).Boxes,
        boxes => Assert.InRange(boxes[0].Right - boxes[0].Left, 6, 14));

    [Fact]
    public void There_are_from_one_to_so_many_items_with_the_classes_of_theirs()
    {
        IReadOnlyList<IReadOnlyList<LabeledBox>> boxes = Canvases.Of(Full, 100, 64, mostItems: 3, new RandomStream(2)).Boxes;
        Assert.Equal([1, 2, 3], boxes.Select(all => all.Count).Distinct().Order());
        Assert.Equal([0, 1], boxes.SelectMany(all => all).Select(box => box.Class).Distinct().Order());
    }

    [Fact]
    public void The_first_canvases_are_the_same_however_many_are_drawn()
    {
        Dataset few = Canvases.Of(Full, 3, Side, mostItems: 2, new RandomStream(3)),
            many = Canvases.Of(Full, 9, Side, mostItems: 2, new RandomStream(3));
        Assert.Equal(few.Features.ToArray(), many.Features[..few.Features.Length].ToArray());
        Assert.Equal(few.Boxes, many.Boxes.Take(3));
    }

    static Dataset Items(Func<int, bool> isWhite) => new(
        "items", [.. Enumerable.Range(0, 2 * 784).Select(i => isWhite(i % 784) ? 1f : 0)], [28, 28], [0, 1], ["one", "other"]);
}
