using Microsoft.ML.OnnxRuntime;

namespace Elucid.Onnx.Tests;

/// <summary>ONNX Runtime computes what the catalog says that ONNX computes.</summary>
[EveryActivation]
public sealed class OnnxMappingTests
{
    const int Units = 3;

    static readonly float[] Inputs =
    [
        0, -0f, 1e-30f, -1e-30f, 1e-8f, -1e-8f, 1e-4f, -1e-4f, 30, -30, 100, -100, 1e4f, -1e4f,
        .. Enumerable.Range(-1200, 2401).Select(i => i / 100f),
    ];

    /// <summary>Every form of every function at the oldest operator set that has it.</summary>
    public static TheoryData<string, int> Forms => FormsOf(ActivationCatalog.All);

    public static TheoryData<string, int> FormsWithParameters => FormsOf(ActivationCatalog.All.Where(info => info.Parameters.Count > 0));

    [Theory, MemberData(nameof(Forms))]
    public void Onnx_runtime_agrees_at_the_default_parameters(string name, int opset)
    {
        Activation f = ActivationCatalog.Parse(name);
        AssertAgree(opset, [f, f, f]);
    }

    [Theory, MemberData(nameof(FormsWithParameters))]
    public void Onnx_runtime_agrees_at_other_parameters(string name, int opset)
    {
        ActivationInfo info = ActivationCatalog.Find(name);
        Activation With(double value) => ActivationCatalog.Create(name, [.. info.Parameters.Select((p, i) => (p.Name, value + i))]);

        // Learned parameters have one element per unit; fixed ones are the same for all.
        AssertAgree(opset, info.Create().IsLearned ? [With(0.3), With(0.6), With(2)] : [With(0.6), With(0.6), With(0.6)]);
    }

    [Theory]
    [InlineData("elu:clip=-3", 8), InlineData("celu:alpha=2:clip=-1", 12), InlineData("celu:alpha=2:clip=-1", 8), InlineData("selu:clip=-2", 8)]
    [InlineData("pelu:a=2:b=0.5:clip=-0.25", 8)]
    public void Onnx_runtime_agrees_on_clipped_inputs(string name, int opset)
    {
        Activation f = ActivationCatalog.Parse(name);
        AssertAgree(opset, [f, f, f]);
    }

    [Fact]
    public void What_is_no_number_is_not_clipped_there_either()
    {
        float[] y = Run(
            OnnxModel.Of(ActivationCatalog.Parse("elu:clip=-20").ToOnnx(17), 17, new Dictionary<string, float[]>()),
            [float.NaN, float.NegativeInfinity, float.PositiveInfinity]);
        Assert.Equal([float.NaN, -1, float.PositiveInfinity], y);
    }

    [Fact]
    public void A_clip_is_the_larger_of_input_and_clip()
    {
        Assert.Equal("Elu(Max(x, -20), alpha=1)", ActivationCatalog.Parse("elu:clip=-20").ToOnnx(17).ToString());
        Assert.Equal(
            "Activation elu cannot be written with ONNX operator set 7: it needs 8. Choose that or a later one.",
            Assert.Throws<NotSupportedException>(() => ActivationCatalog.Parse("elu:clip=-20").ToOnnx(7)).Message);
    }

    [Theory]
    [InlineData("elu:clip=-0.5"), InlineData("selu:clip=-0.25"), InlineData("elu:alpha=learn:clip=-0.5"), InlineData("pelu:clip=-0.5")]
    public void A_network_with_clipped_inputs_is_exported_and_imported(string name)
    {
        RandomStream random = new(1);
        Sequential network = new(new Linear(5, 8, random), new ActivationLayer(ActivationCatalog.Parse(name), 8), new Linear(8, 3, random));
        byte[] model = OnnxExport.ToBytes(network, [1, 5]);
        Tensor x = Sample.Normal([20, 5]), y = network.Forward(x);
        Assert.Equal(0, OnnxRuntime.Difference(OnnxRuntime.Run(model, x), y), 1e-6);
        Assert.Equal(0, OnnxRuntime.Difference(OnnxImport.Load(model).Forward(x), y), 1e-6);
    }

    public static TheoryData<string> Operators => [.. CatalogOperator.All.Select(entries => entries.Key)];

    // Export states every attribute; other programs leave out those that have ONNX's default, which must be the catalog's.
    [Theory, MemberData(nameof(Operators))]
    public void A_node_without_attributes_is_imported_with_the_defaults_of_onnx_runtime(string op)
    {
        byte[] model = TinyModel.Of([TinyModel.Node(op, "x", "y")], [], Math.Max(13, CatalogOperator.All[op].Last().Form.Opset));
        Tensor x = Sample.Normal([20, 3]);
        Assert.Equal(0, OnnxRuntime.Difference(OnnxRuntime.Run(model, x), OnnxImport.Load(model).Forward(x)), 1e-6);
    }

    [Fact]
    public void Operators_that_are_functions_of_the_catalog_are_read_from_its_entries() => Assert.Empty(
        new[] { "Celu", "Elu", "Gelu", "HardSwish", "LeakyRelu", "Mish", "Relu", "Sigmoid", "Softplus", "Tanh" }.Except(
            Operators.Select(row => row.Data)));

    [Fact]
    public void The_best_form_that_the_operator_set_has_is_taken()
    {
        Activation gelu = ActivationCatalog.Parse("gelu-tanh");
        Assert.Equal("Gelu(x, approximate=tanh)", gelu.ToOnnx(20).ToString());
        Assert.StartsWith("Mul(x, Sigmoid(", gelu.ToOnnx(19).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_become_numbers_unless_they_are_learned()
    {
        Assert.Equal("Elu(x, alpha=alpha)", ActivationCatalog.Find("elu").Onnx[0].ToString());
        Assert.Equal("Elu(x, alpha=0.5)", ActivationCatalog.Parse("elu:alpha=0.5").ToOnnx(17).ToString());
        Assert.Equal("Mul(x, Sigmoid(Mul(2, x)))", ActivationCatalog.Parse("swish:beta=2").ToOnnx(17).ToString());
        Assert.Equal("PRelu(x, slope)", ActivationCatalog.Parse("prelu").ToOnnx(17).ToString());
    }

    [Fact]
    public void An_operator_set_that_is_too_old_is_refused_in_a_sentence() => Assert.Equal(
        "Activation gelu cannot be written with ONNX operator set 7: it needs 9. Choose that or a later one.",
        Assert.Throws<NotSupportedException>(() => ActivationCatalog.Parse("gelu").ToOnnx(7)).Message);

    static TheoryData<string, int> FormsOf(IEnumerable<ActivationInfo> functions) =>
        [.. functions.SelectMany(info => info.Onnx.Select(form => new TheoryDataRow<string, int>(info.Name, form.Opset)))];

    static void AssertAgree(int opset, Activation[] ofUnit)
    {
        Activation f = ofUnit[0];
        var learned = f.Info.Parameters.ToDictionary(p => p.Name, p => ofUnit.Select(unit => (float)unit.Parameters[p.Name]).ToArray());
        float[] x = [.. Inputs.SelectMany(v => Enumerable.Repeat(v, Units))], y = Run(OnnxModel.Of(f.ToOnnx(opset), opset, learned), x);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = ofUnit[i % Units].Evaluate(x[i]);
            Assert.True(Math.Abs(y[i] - expected) <= 2e-6 + 1e-5 * Math.Abs(expected),
                $"{f.ToOnnx(opset)} for {ofUnit[i % Units]} at {x[i]:R}: expected {expected:R}, but ONNX Runtime got {y[i]:R}.");
        }
    }

    static float[] Run(byte[] model, float[] x)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = new(model, options);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(x, [x.Length / Units, Units]);
        using RunOptions run = new();
        using var outputs = session.Run(run, ["x"], [input], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
