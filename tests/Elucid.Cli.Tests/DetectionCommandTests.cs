namespace Elucid.Cli.Tests;

/// <summary>The guide on objects in images in a short form, and what is refused.</summary>
public sealed class DetectionCommandTests : IDisposable
{
    const int Side = 16;

    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    /// <summary>Draws an embedded digit, a 0 or a 1, somewhere in each image.</summary>
    string Draw(int count)
    {
        Dataset digits = Digits.Load().Where(row => Digits.Load().Labels[row] < 2);
        RandomStream random = new(1);
        Directory.CreateDirectory(_tool["images"]);
        List<string> lines = ["image,x,y,width,height,label"];
        for (int i = 0; i < count; i++)
        {
            float[] canvas = new float[Side * Side];
            random.FillUniform(canvas, 0, 0.1f);
            (int x, int y) = (random.NextInt32(Side - 8), random.NextInt32(Side - 8));
            for (int at = 0; at < 64; at++)
                canvas[(y + at / 8) * Side + x + at % 8] += digits.Features[64 * i + at];
            lines.Add($"{i}.png,{x},{y},8,8,{(digits.Labels[i] == 0 ? "zero" : "one")}");
            ImageGrid.Of(new Tensor([1, 1, Side, Side], canvas)).SavePng(Path.Combine(_tool["images"], $"{i}.png"));
        }
        File.WriteAllLines(_tool["boxes.csv"], lines);
        return _tool["images"];
    }

    string[] Train(params string[] more) =>
        ["train", "--task", "detect", "--data", _tool["images"], "--boxes", _tool["boxes.csv"], "--quiet", "--out", _tool["run"], .. more];

    [Fact]
    public void Objects_are_learned_from_a_list_and_found_in_raw_files()
    {
        string images = Draw(200);
        Outcome trained = _tool.Run(Train("--hidden", "8,16,16", "--epochs", "20", "--augment", "shift:3"));
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.Matches(
            @"^200 images of 16×16, taken as they are, in grey\. Use --size for another size\. 200 objects of 2 classes: one \(\d+\), zero \(\d+\)\. "
                + @"boxes\.csv: images from column image, boxes from x, y, width, height in pixels, classes from label\.",
            trained.Error.ReplaceLineEndings(" "));
        Assert.Matches(@"best epoch, \d+ +[6-9]\d\.\d %", trained.Output);
        Assert.Contains("boxes of the most similar image", trained.Output);
        Assert.All(trained.Output.Split('\n').Where(line => line.StartsWith(' ')), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("Where does it see objects?", File.ReadAllText(_tool["run/report.html"]));

        string model = _tool["run/model.safetensors"];
        string[] rows = _tool.Run("predict", model, images).Output.TrimEnd('\n').Split('\n');
        Assert.Equal("image,label,score,x,y,width,height", rows[0]);
        Assert.InRange(rows.Length, 120, 300);
        Assert.All(rows.Skip(1), row => Assert.Matches(@"^\d+\.png,(zero|one),0\.\d+(,[\d.]+){4}$", row));

        Outcome judged = _tool.Run("predict", model, images, "--boxes", _tool["boxes.csv"], "--out", _tool["found.csv"]);
        Assert.Matches(@"200 images +[6-9]\d\.\d %", judged.Output);
        Assert.Equal(
            "elucid: Expected boxes to judge the predictions by, but images alone do not hold them: name their file with --boxes FILE.",
            _tool.Run("predict", model, images, "--score").Error.ReplaceLineEndings(" ").Trim());

        File.WriteAllText(Path.Combine(images, "broken.png"), "text");
        Outcome asked = _tool.Run("predict", model, images, "--out", _tool["found.csv"]);
        Assert.Contains("1 file could not be read. Use --strict to stop at the first.", asked.Error.ReplaceLineEndings(" "));
        Assert.Equal(ExitCode.Failed, _tool.Run("predict", model, images, "--strict").ExitCode);

        Outcome exported = _tool.Run("export", model, "--onnx", _tool["model.onnx"]);
        Assert.Contains(
            "output [batch, 4, 7]: for each cell of the grid the logit of an object, its left, top, right and bottom in pixels of the input, and the "
                + "logits of one, zero", exported.Output.ReplaceLineEndings(" "));
    }

    [Fact]
    public void Activations_are_compared_by_what_they_find()
    {
        Draw(60);
        Outcome compared = _tool.Run(
            "compare", "--task", "detect", "--data", _tool["images"], "--boxes", _tool["boxes.csv"], "--hidden", "4,8,8", "--epochs", "2", "--seeds",
            "2", "--activations", "relu,elu", "--quiet", "--out", _tool["study"]);
        Assert.Equal(ExitCode.Done, compared.ExitCode);
        Assert.Contains("mAP@0.5", compared.Output);
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        Draw(20);
        Refused("--task detect needs --boxes FILE: the objects in the images, as CSV or COCO's JSON.",
            "train", "--task", "detect", "--data", _tool["images"]);
        Refused("--boxes says where objects are: add --task detect, or omit it.", "train", "--data", "digits", "--boxes", _tool["boxes.csv"]);
        Refused("--target is for CSV files, but --task is detect: omit it.", Train("--target", "label"));
        Refused("--horizon is for forecasts, but --task is detect: omit it.", Train("--horizon", "3"));
        Refused("--model cnn is for classification and regression and forecast and reconstruct, not for detect: choose grid.",
            Train("--model", "cnn"));
        Refused(
            "--model grid with 3 stages has cells of 8 × 8 pixels, but images of 20×20 do not divide into them. Choose a --size in "
                + "multiples of 8, or "
                + "fewer stages in --hidden.", Train("--size", "20"));
    }

    void Refused(string sentence, params string[] args)
    {
        Outcome outcome = _tool.Run(args);
        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.EndsWith($"elucid: {sentence}", outcome.Error.ReplaceLineEndings(" ").Trim(), StringComparison.Ordinal);
    }
}
