using Elucid.Tests.Autograd;

namespace Elucid.Tests.Modules;

/// <summary>The layer of docs/adding-a-layer.md, and whether the page shows code that exists.</summary>
public sealed class AddingALayerTests
{
    const string Page = "docs/adding-a-layer.md";

    static readonly string[] Sources =
    [
        "tests/Elucid.Tests/Modules/AddingALayerTests.cs", "src/Elucid/Autograd/Ops.Arithmetic.cs", "tests/Elucid.Onnx.Tests/ExportCases.cs",
        "src/Elucid/Onnx/ModuleExports.cs",
    ];

    [Fact]
    public void Gradients_are_difference_quotients()
    {
        LayerScale layer = new(5);
        Tensor x = Grid.Tensor([2, 3, 5], seed: 1);
        GradientCheck.Run(() => layer.Forward(x), x, layer.Weight);
    }

    [Fact]
    public void Another_number_of_features_is_named() => Refused.With<ShapeException>(
        "LayerScale: expected input of shape [*, 5], but got [2, 3]. Its last axis must equal features.", () =>
            new LayerScale(5).Forward(new Tensor([2, 3])));

    [Fact]
    public void The_page_shows_code_that_exists_and_names_files_that_exist()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, Page));
        string[][] sources = [.. Sources.Select(source => Lines(File.ReadAllText(Path.Combine(Repository.Root, source))))];
        string[] blocks = [.. page.Split("```csharp\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];
        Assert.NotEmpty(blocks);
        foreach (string block in blocks)
            Assert.True(sources.Any(source => source.AsSpan().IndexOf(Lines(block)) >= 0),
                $"{Page} shows code that is in none of {string.Join(", ", Sources)}:\n{block}");

        string[] links = [.. page.Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])];
        Assert.All(links, link =>
            Assert.True(Path.Exists(Path.Combine(Repository.Root, "docs", link)), $"{Page} points to {link}, which does not exist."));

        static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
    }
}

/// <summary>A learned factor for each feature: y = weight · x, small at the start, so that a deep residual network starts near identity.</summary>
/// <remarks>Touvron et al. 2021, Going deeper with image transformers, arXiv:2103.17239, section 2. Parameter: <c>weight</c> [features].</remarks>
public sealed class LayerScale : Module
{
    /// <summary>Creates the layer.</summary>
    /// <param name="features">Length of the last axis.</param>
    /// <param name="start">What the factors start at.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no feature.</exception>
    public LayerScale(int features, float start = 0.1f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        Weight = Parameter("weight", [features]);
        Weight.Edit().Fill(start);
    }

    /// <summary>[features]</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    /// <param name="x">[*, features]</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The input has another number of features.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Ops.Multiply(x, Weight);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank == 0 || input.Last != Weight.Shape.Size)
            ShapeException.Throw(Label, "input", $"[*, {Weight.Shape.Size}]", input, "Its last axis must equal features.");
        return input;
    }

    /// <inheritdoc/>
    public override string ToString() => $"LayerScale({Weight.Shape.Size})";
}
