namespace Elucid.Onnx.Tests;

/// <summary>Copies, predictions and other functions of every ready module and network.</summary>
public sealed class ModuleCopiesTests
{
    static readonly Activation Swish = ActivationCatalog.Parse("swish:beta=1.5");

    public static TheoryData<string> Names => [.. ExportCases.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_clone_computes_the_same_and_shares_nothing(string name)
    {
        ExportCase c = ExportCases.Named(name);
        Module module = ExportCases.Build(c), clone = module.Clone();
        Tensor[] inputs = ExportCases.Inputs(c, c.Input[0] == 1 ? 2 : 1);
        Assert.Equal(module.GetType(), clone.GetType());
        Assert.Equal(
            module.NamedModules().Select(m => (m.Name, m.Module.ToString(), m.Module.IsTraining)),
            clone.NamedModules().Select(m => (m.Name, m.Module.ToString(), m.Module.IsTraining)));
        float[] before = [.. c.Forward(module, inputs).Values];
        Assert.Equal(before, c.Forward(clone, inputs).Values);
        foreach ((_, Tensor value) in clone.NamedState())
            value.Edit().Fill(0.25f);
        Assert.Equal(before, c.Forward(module, inputs).Values);
        Assert.Empty(
            module.NamedModules().Select(m => m.Module).Where(m => m.NamedState().Any()).Intersect(clone.NamedModules().Select(m => m.Module)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_clone_in_training_draws_what_the_module_draws(string name)
    {
        ExportCase c = ExportCases.Named(name);
        Module module = ExportCases.Build(c);
        module.Train();
        Module clone = module.Clone();
        Tensor[] inputs = ExportCases.Inputs(c, 3);
        for (int step = 0; step < 2; step++)
            Assert.Equal(c.Forward(module, inputs).Values, c.Forward(clone, inputs).Values);
    }

    [Theory, MemberData(nameof(Names))]
    public void Replaced_functions_are_gone_and_the_rest_stays(string name)
    {
        ExportCase c = ExportCases.Named(name);
        Module module = ExportCases.Build(c), replaced = ActivationLayers.Replace(module, Swish);
        foreach ((string part, Module made) in replaced.NamedModules())
            Assert.True(made switch
            {
                ActivationLayer layer => layer.Activation == Swish,
                Recurrent cells => cells.Options.Activation == Swish,
                Gpt gpt => gpt.Options.Activation == Swish,
                _ => true,
            }, part);
        Assert.Equal(StateOf(module), StateOf(replaced));
        Tensor[] inputs = ExportCases.Inputs(c, 2);
        Assert.Equal(c.Forward(module, inputs).Shape, c.Forward(replaced, inputs).Shape);
        // Each function in its own place again gives the network as it was.
        Module same = ActivationLayers.Replace(module, f => f);
        Assert.Equal(c.Forward(module, inputs).Values, c.Forward(same, inputs).Values);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_prediction_is_what_the_module_gives_in_use(string name)
    {
        ExportCase c = ExportCases.Named(name);
        if (c.Memory is not null)
            return;
        Module module = ExportCases.Build(c);
        Tensor x = ExportCases.Inputs(c, 2)[0];
        float[] expected = [.. module.Forward(x).Values];
        module.Train();
        Assert.Equal(expected, module.Predict(x).Values);
    }

    [Fact]
    public void An_imported_network_is_cloned_and_says_that_its_functions_are_nodes()
    {
        ExportCase c = ExportCases.Named("ResNet-20");
        GraphModule module = OnnxImport.Load(c.File(ExportCases.Build(c)), "resnet.onnx"), clone = module.Clone();
        Tensor x = ExportCases.Inputs(c, 2)[0];
        float[] before = [.. module.Forward(x).Values];
        Assert.Equal(before, clone.Forward(x).Values);
        foreach ((_, Tensor value) in clone.NamedState())
            value.Edit().Fill(0.25f);
        Assert.Equal(before, module.Forward(x).Values);
        Assert.NotEqual(before, clone.Forward(x).Values.ToArray());
        Assert.Equal(
            $"ActivationLayers.Replace: the functions of {module} are nodes of its graph, not layers: change them in the file, as OnnxSwap does, "
                + $"and import it.",
            Assert.Throws<ArgumentException>(() => ActivationLayers.Replace(module, Swish)).Message);
    }

    // Learned parameters of functions go with them.
    static IEnumerable<(string, float[])> StateOf(Module module)
    {
        HashSet<string> learned =
            [.. module.NamedModules().Where(m => m.Module is ActivationLayer)
                .SelectMany(m => m.Module.NamedState().Select(t => m.Name.Length == 0 ? t.Name : $"{m.Name}.{t.Name}"))];
        return module.NamedState().Where(t => !learned.Contains(t.Name)).Select(t => (t.Name, t.Value.Values.ToArray()));
    }
}
