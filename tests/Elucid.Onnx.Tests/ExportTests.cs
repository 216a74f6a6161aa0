using System.Reflection;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Module = Elucid.Module;

namespace Elucid.Onnx.Tests;

/// <summary>ONNX Runtime reads what is exported and computes the same.</summary>
[EveryActivation]
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
        Assert.True(Measure(c) <= stated,
            $"{name}: {Measure(c):G3} is more than docs/onnx.md says. Run with ELUCID_WRITE_DOCUMENTS=1 to write the page anew.");
    }

    [Fact]
    public void The_page_lists_every_case() =>
        DifferenceTable.AssertLists([.. ExportCases.All.Select(c => c.Name)], name => Measure(ExportCases.Named(name)));

    // What needs no case of its own, and why.
    static readonly Dictionary<Type, string> WithoutCase = new()
    {
        [typeof(LinearAutoregression)] = "it is made by Fit, around a Linear, which is exported",
        [typeof(SeasonalNaive)] = "it repeats what it was given, and learns nothing",
        [typeof(GenerativeAdversarialNetwork)] = "its generator is exported, as the laboratory does it (OnnxTests of the command line)",
        [typeof(GraphModule)] = "it was read from a file, whose nodes are written as they were (BodyTests)",
    };

    [Fact]
    public void No_module_and_no_ready_network_is_forgotten()
    {
        HashSet<Type> exported = [.. ExportCases.All.SelectMany(c => c.Make(new RandomStream(1)).NamedModules()).Select(m => m.Module.GetType())];
        Assert.Equal(WithoutCase.Keys.Select(type => type.Name),
            typeof(Module).Assembly.GetExportedTypes()
                .Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract && !exported.Contains(type)).Select(type => type.Name));

        // Networks that static classes make, with weights that they draw, have their names in those of cases.
        IEnumerable<MethodInfo> makers = typeof(ImageNetworks).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: true, IsSealed: true })
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
                .Where(method => method.ReturnType.IsAssignableTo(typeof(Module)))
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(RandomStream) && !parameter.IsOptional));
        Assert.All(makers, method => Assert.Contains(ExportCases.All, c => c.Name.Contains(method.Name, StringComparison.OrdinalIgnoreCase)));
        Assert.NotEmpty(makers);
    }

    [Theory]
    [InlineData(OnnxExport.OldestOpset)]
    [InlineData(OnnxExport.NewestOpset)]
    public void Every_operator_set_that_is_offered_works(int opset)
    {
        foreach (ExportCase c in ExportCases.All)
        {
            Module module = ExportCases.Build(c);
            Tensor[] inputs = ExportCases.Inputs(c, 2);
            double difference = OnnxRuntime.Difference(c.Forward(module, inputs), OnnxRuntime.Run(c.File(module, opset), inputs));
            Assert.True(difference <= 1e-4, $"{c.Name} in operator set {opset}: {difference:G3}");
        }
    }

    [Fact]
    public void Every_case_is_read_back_and_gives_the_same_outputs()
    {
        foreach (ExportCase c in ExportCases.All)
        {
            Module module = ExportCases.Build(c);
            GraphModule again = OnnxImport.Load(c.File(module));
            again.Eval();
            Tensor[] inputs = ExportCases.Inputs(c, 3);
            double difference = OnnxRuntime.Difference(c.Forward(module, inputs), again.Run(inputs)[0]);
            Assert.True(difference <= 1e-5, $"{c.Name}: {difference:G3}");
            Assert.Subset(
                again.NamedState().Select(p => p.Name).ToHashSet(), module.NamedState().Select(p => p.Name).Where(IsWrittenUnderItsName).ToHashSet());
        }
    }

    // Counters are not written, nor critics, which only teach, and recurrent weights as ONNX orders them.
    static bool IsWrittenUnderItsName(string name) =>
        !name.EndsWith("num_batches_tracked", StringComparison.Ordinal) && !name.StartsWith("critic.", StringComparison.Ordinal)
            && !name.Contains("_ih_l") && !name.Contains("_hh_l");

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
        Refused.With<ArgumentOutOfRangeException>(
            "ONNX's operator set must be 13 to 21, but got 12. (Parameter 'opset')", () => OnnxExport.ToBytes(new Flatten(), [1, 3], 12));
        Assert.Equal("TransformerDecoderLayer attends to a memory: say its shape, memory: [batch, keys, features].",
            Assert.Throws<NotSupportedException>(() => OnnxExport.ToBytes(Decoder(), [1, 5, 8])).Message);
        Assert.Equal(
            "Flatten cannot be exported to ONNX with a memory: Elucid knows how to write MultiHeadAttention, TransformerDecoderLayer with one. "
            + "Leave out the memory, or implement IOnnxDecoder in the module.",
            Assert.Throws<NotSupportedException>(() => OnnxExport.ToBytes(new Flatten(), [1, 3], memory: [1, 3])).Message);
        Refused.With<ShapeException>(
            "OnnxExport: expected memory of shape [1, …], but got [2, 3, 8]. It has the same batch as the input.", () =>
                OnnxExport.ToBytes(Decoder(), [1, 5, 8], memory: [2, 3, 8]));
        Refused.With<ShapeException>(
            "OnnxExport: expected input of shape [batch, …], but got []. A network's input has a batch axis.", () =>
                OnnxExport.ToBytes(new Flatten(), new Shape()));
    }

    static TransformerDecoderLayer Decoder() => new(8, 2, 16, Elu, new RandomStream(1));

    [Fact]
    public void A_stack_of_decoder_blocks_says_how_it_is_written()
    {
        Stack stack = new();
        stack.Eval();
        Tensor x = Sample.Normal([2, 3, 8]), memory = Sample.Normal([2, 4, 8], seed: 2);
        byte[] file = OnnxExport.ToBytes(stack, [1, 3, 8], memory: [1, 4, 8]);
        Assert.Equal(["input", "memory"], OnnxFile.Parse(file, "").Inputs.Select(input => input.Name));
        Assert.Equal(0, OnnxRuntime.Difference(stack.Forward(x, memory), OnnxRuntime.Run(file, x, memory)), 1e-5);
        Assert.Throws<NotSupportedException>(() => OnnxExport.ToBytes(stack, [1, 3, 8]));
    }

    [Fact]
    public void A_parameter_called_as_the_input_gets_another_name()
    {
        Named module = new();
        Tensor x = Sample.Normal([2, 3]);
        byte[] file = OnnxExport.ToBytes(module, [1, 3]);
        Assert.Equal(["input_2", "output_2"], OnnxFile.Parse(file, "").Initializers.Keys.Order());
        Assert.Equal(0, OnnxRuntime.Difference(module.Forward(x), OnnxRuntime.Run(file, x)), 1e-6);
    }

    static double Measure(ExportCase c)
    {
        Module module = ExportCases.Build(c);
        byte[] model = c.File(module);
        double largest = 0;
        foreach (int batch in new[] { 1, 3 })
        {
            Tensor[] inputs = ExportCases.Inputs(c, batch);
            largest = Math.Max(largest, OnnxRuntime.Difference(OnnxRuntime.Run(model, inputs), c.Forward(module, inputs)));
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

    sealed class Stack : Module, IOnnxDecoder
    {
        readonly TransformerDecoderLayer[] _blocks;

        public Stack() => _blocks = [Child("0", Decoder()), Child("1", Decoder())];

        public override Tensor Forward(Tensor x) => throw new NotSupportedException("It needs a memory.");

        public Tensor Forward(Tensor x, Tensor memory) => _blocks.Aggregate(x, (x, block) => block.Forward(x, memory));

        public override Shape OutputShape(Shape input) => input;

        public OnnxValue Export(OnnxGraph graph, OnnxValue input, OnnxValue memory) =>
            _blocks.Aggregate(input, (x, block) => graph.Export(block, x, memory));
    }

    sealed class Named : Module, IOnnxModule
    {
        readonly Tensor _factor, _offset;

        public Named()
        {
            (_factor, _offset) = (Parameter("input", [3]), Parameter("output", [3]));
            _factor.Edit().Fill(2);
            _offset.Edit().Fill(3);
        }

        public override Tensor Forward(Tensor x) => Ops.Add(Ops.Multiply(x, _factor), _offset);

        public override Shape OutputShape(Shape input) => input;

        public OnnxValue Export(OnnxGraph graph, OnnxValue input) =>
            graph.Node("Add", input.Shape, [graph.Node("Mul", input.Shape, [input, graph.Parameter(_factor)]), graph.Parameter(_offset)]);
    }

    sealed class Opaque : Module
    {
        public override Tensor Forward(Tensor x) => x;

        public override Shape OutputShape(Shape input) => input;
    }
}
