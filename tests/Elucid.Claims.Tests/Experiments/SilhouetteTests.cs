namespace Elucid.Claims.Tests.Experiments;

/// <summary>How well vectors part, beside all distances one by one.</summary>
[AnyWidth]
public class SilhouetteTests
{
    [Fact]
    public void Kinds_that_point_elsewhere_part_and_kinds_that_do_not_overlap()
    {
        Assert.Equal(1, Silhouette.Of([1, 0, 2, 0, 0, 1, 0, 3], 2, [false, false, true, true]), precision: 12);
        Assert.Equal(0, Silhouette.Of([0, 0, 0, 0, 0, 0, 0, 0], 2, [false, false, true, true]), precision: 12);
        Assert.True(Silhouette.Of([1, 0, 0, 1, 1, 0, 0, 1], 2, [false, false, true, true]) < 0);
    }

    [Fact]
    public void It_is_what_all_distances_give_one_by_one()
    {
        const int Count = 20, Width = 5;
        float[] vectors = new float[Count * Width];
        new RandomStream(1).FillGaussian(vectors);
        bool[] isSecond = [.. Enumerable.Range(0, Count).Select(i => i % 3 == 0)];
        double Distance(int a, int b)
        {
            double dot = 0, ofA = 0, ofB = 0;
            for (int k = 0; k < Width; k++)
            {
                (double x, double y) = (vectors[a * Width + k], vectors[b * Width + k]);
                (dot, ofA, ofB) = (dot + x * y, ofA + x * x, ofB + y * y);
            }
            return 1 - dot / Math.Sqrt(ofA * ofB);
        }
        double Mean(int from, bool kind) =>
            Enumerable.Range(0, Count).Where(i => i != from && isSecond[i] == kind).Average(i => Distance(from, i));
        double Of(bool kind) => Enumerable.Range(0, Count).Where(i => isSecond[i] == kind).Average(i =>
        {
            (double near, double far) = (Mean(i, kind), Mean(i, !kind));
            return (far - near) / Math.Max(near, far);
        });
        Assert.Equal((Of(false) + Of(true)) / 2, Silhouette.Of(vectors, Width, isSecond), precision: 10);
    }
}
