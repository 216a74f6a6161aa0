using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Elucid.Activations;
using Elucid.Autograd;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Tensors;

namespace Elucid.Onnx.Tests;

/// <summary>ONNX Runtime reads what is exported and computes the same.</summary>
public sealed class ExportTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    public static TheoryData<string> Names => [.. ExportCases.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Onnx_runtime_agrees_within_the_stated_difference(string name)
    {
        ExportCase c = ExportCases.Named(name);
        // Stated for machines with fused multiply-add: with two roundings in its place bounds are doubled.
        double stated = DifferenceTable.Stated(name) * (Fma.IsSupported || AdvSimd.IsSupported ? 1 : 2);
        Assert.True(Measure(c) <= stated, $"{name}: {Measure(c):G3} is more than docs/onnx.md says. Run with ELUCID_WRITE_DOCUMENTS=1 to write the page anew.");
    }

    [Fact]
    public void The_page_lists_every_case() => DifferenceTable.AssertLists([.. ExportCases.All.Select(c => c.Name)], name => Measure(ExportCases.Named(name)));

    [Theory]
    [InlineData(OnnxExport.OldestOpset)]
    [InlineData(OnnxExport.NewestOpset)]
    public void Every_operator_set_that_is_offered_works(int opset)
    {
        foreach (ExportCase c in ExportCases.All)
        {
            Module module = ExportCases.Build(c);
            Tensor x = ExportCases.Inputs(c, 2);
            double difference = OnnxRuntime.Difference(module.Forward(x), OnnxRuntime.Run(OnnxExport.ToBytes(module, new Shape(c.Input), opset), x));
            Assert.True(difference <= 1e-4, $"{c.Name} in operator set {opset}: {difference:G3}");
        }
    }

    [Fact]
    public void What_is_exported_can_be_imported_again()
    {
        foreach (ExportCase c in ExportCases.All)
        {
            Module module = ExportCases.Build(c);
            GraphModule again = OnnxImport.Parse(OnnxExport.ToBytes(module, new Shape(c.Input)));
            again.Train(false);
            Tensor x = ExportCases.Inputs(c, 3);
            double difference = OnnxRuntime.Difference(module.Forward(x), again.Forward(x));
            Assert.True(difference <= 1e-5, $"{c.Name}: {difference:G3}");
            Assert.Subset(again.NamedState().Select(p => p.Name).ToHashSet(), module.NamedState().Select(p => p.Name).Where(IsWrittenUnderItsName).ToHashSet());
        }
    }

    // Counters are not written, and recurrent weights as ONNX orders them.
    static bool IsWrittenUnderItsName(string name) => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal) && !name.Contains("_ih_l") && !name.Contains("_hh_l");

    [Fact]
    public void Names_come_from_the_modules_and_Elu_is_the_operator()
    {
        Sequential model = new(new Linear(4, 3, new RandomStream(1)), new ActivationLayer(ActivationCatalog.Parse("elu:alpha=0.5")));
        OnnxFile file = OnnxFile.Parse(OnnxExport.ToBytes(model, [1, 4]), "test");
        Assert.Equal(["Gemm 0/Gemm (input, 0.weight, 0.bias) 0/Gemm", "Elu 1/Elu (0/Gemm) output"],
            file.Nodes.Select(n => $"{n.OpType} {n.Name} ({string.Join(", ", n.Inputs)}) {n.Outputs[0]}"));
        Assert.Equal(0.5f, file.Nodes[1].Attributes["alpha"].Float);
        Assert.Equal(OnnxExport.DefaultOpset, file.Opset);
        Assert.Equal([-1, 4], file.Inputs[0].Shape!);
    }

    [Fact]
    public void A_layer_used_twice_is_written_with_its_weights_once()
    {
        Linear shared = new(3, 3, new RandomStream(1));
        OnnxFile file = OnnxFile.Parse(OnnxExport.ToBytes(new Sequential(shared, new ActivationLayer(Elu), shared), [1, 3]), "test");
        Assert.Equal(["0.bias", "0.weight"], file.Initializers.Keys.Order());
        Assert.Equal(["0/Gemm", "1/Elu", "0/Gemm_2"], file.Nodes.Select(n => n.Name));
    }

    [Fact]
    public void A_module_of_ones_own_says_how_it_is_written()
    {
        Doubled module = new();
        Tensor x = Sample.Normal([2, 3]);
        Assert.Equal(0, OnnxRuntime.Difference(module.Forward(x), OnnxRuntime.Run(OnnxExport.ToBytes(module, [1, 3]), x)), 1e-6);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_in_a_sentence()
    {
        Assert.StartsWith("Opaque '1' cannot be exported to ONNX: Elucid knows how to write ActivationLayer,",
            Assert.Throws<NotSupportedException>(() => OnnxExport.ToBytes(new Sequential(new Flatten(), new Opaque()), [1, 3])).Message);
        Refused.With<ArgumentOutOfRangeException>("ONNX's operator set must be 13 to 21, but got 12. (Parameter 'opset')", () => OnnxExport.ToBytes(new Flatten(), [1, 3], 12));
        Refused.With<ShapeException>("OnnxExport: expected input of shape [batch, …], but got []. A network's input has a batch axis.", () => OnnxExport.ToBytes(new Flatten(), new Shape()));
    }

    static double Measure(ExportCase c)
    {
        Module module = ExportCases.Build(c);
        byte[] model = OnnxExport.ToBytes(module, new Shape(c.Input));
        double largest = 0;
        foreach (int batch in new[] { 1, 3 })
        {
            Tensor x = ExportCases.Inputs(c, batch);
            largest = Math.Max(largest, OnnxRuntime.Difference(OnnxRuntime.Run(model, x), module.Forward(x)));
        }
        return largest;
    }

    sealed class Doubled : Module, IOnnxModule
    {
        readonly Linear _inner;

        public Doubled() => _inner = Child("inner", new Linear(3, 3, new RandomStream(1)));

        public override Tensor Forward(Tensor x) => Ops.Add(_inner.Forward(x), x);

        public override Shape OutputShape(Shape input) => input;

        public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Node("Add", input.Shape, [graph.Export(_inner, input), input]);
    }

    sealed class Opaque : Module
    {
        public override Tensor Forward(Tensor x) => x;

        public override Shape OutputShape(Shape input) => input;
    }
}
