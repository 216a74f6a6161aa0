namespace Elucid.Cli.Tests;

/// <summary>The guide on photographs in a short form, and what is refused.</summary>
public sealed class ImageCommandTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    /// <summary>Writes embedded digits as files, in a directory for each class.</summary>
    string WriteDigits(int count)
    {
        Dataset digits = Digits.Load();
        for (int i = 0; i < count; i++)
        {
            string kind = Path.Combine(_tool["digits"], digits.ClassNames[digits.Labels[i]]);
            Directory.CreateDirectory(kind);
            ImageGrid.Of(new Tensor([1, 1, 8, 8], digits.Features.Slice(64 * i, 64))).SavePng(Path.Combine(kind, $"{i}.png"));
        }
        return _tool["digits"];
    }

    string[] Train(string data, params string[] more) => ["train", "--data", data, "--epochs", "20", "--quiet", "--out", _tool["run"], .. more];

    [Fact]
    public void A_directory_of_images_is_learned_and_raw_files_are_predicted()
    {
        string digits = WriteDigits(300);
        Outcome trained = _tool.Run(Train(digits));
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.StartsWith(
            "300 images of 8×8, taken as they are, in grey. Use --size for another size.", trained.Error.ReplaceLineEndings(" "),
            StringComparison.Ordinal);

        string model = Path.Combine(_tool["run"], "model.safetensors");
        Assert.Equal(new ImageOptions(8, 8), TrainedModel.Load(model).File.Images);
        string[] rows = _tool.Run("predict", model, digits).Output.TrimEnd('\n').Split('\n');
        Assert.Equal("file,prediction,p(0),p(1),p(2),p(3),p(4),p(5),p(6),p(7),p(8),p(9)", rows[0]);
        Assert.InRange(rows.Skip(1).Count(row => row.Split(',') is [var file, var said, ..] && file.Split('/')[0] == said), 270, 300);
        Outcome scored = _tool.Run("predict", model, digits, "--score", "--out", _tool["p.csv"]);
        Assert.Matches("300 of 300 files +9[0-9.]+ %", scored.Output);
        Assert.Contains("Which classes are taken for which?", File.ReadAllText(_tool["run/report.html"]));
        string one = Directory.GetFiles(Path.Combine(digits, "3"))[0];
        Assert.StartsWith($"{one},", _tool.Run("predict", model, one).Output.Split('\n')[1], StringComparison.Ordinal);

        byte[] before = File.ReadAllBytes(one);
        Assert.Equal(
            $"elucid: --out must not be what the command reads, but '{one}' is '{one}': name another file.\n",
            _tool.Run("predict", model, digits, "--out", one).Error);
        Assert.Equal(before, File.ReadAllBytes(one));
    }

    [Fact]
    public void An_image_that_cannot_be_read_has_an_empty_prediction()
    {
        string digits = WriteDigits(60);
        _tool.Run(Train(digits));
        string model = Path.Combine(_tool["run"], "model.safetensors");
        File.WriteAllText(Path.Combine(digits, "3", "broken.png"), "text");
        Outcome predicted = _tool.Run("predict", model, digits);
        Assert.Contains("\n3/broken.png,,,,,,,,,,,\n", predicted.Output);
        Assert.Contains(
            "1 of 61 files could not be read and has an empty prediction. Use --strict to stop at the first.",
            predicted.Error.ReplaceLineEndings(" "));
        Assert.Equal(ExitCode.Failed, _tool.Run("predict", model, digits, "--strict").ExitCode);
    }

    [Fact]
    public void Changes_of_images_are_shown_before_they_are_used()
    {
        const string said = "Training images as they are, and below them as three epochs would change them";
        string[] train = ["train", "--augment", "shift:1", "--epochs", "1", "--hidden", "8", "--out", _tool["run"]];
        Assert.Contains($"{said}: {_tool["run/augmented.png"]}", _tool.Run(train).Error);
        Assert.True(File.Exists(_tool["run/augmented.png"]));
        Outcome compared = _tool.Run(
            "compare", "--activations", "elu", "--vary", "augment=none,shift:2,flip+shift:1", "--seeds", "1", "--epochs", "1", "--hidden", "8",
            "--out", _tool["study"]);
        Assert.Contains($"{said} (shift:2, then flip,shift:1): {_tool["study/augmented.png"]}", compared.Error);
        Assert.True(new FileInfo(_tool["study/augmented.png"]).Length > new FileInfo(_tool["run/augmented.png"]).Length);
    }

    [Fact]
    public void Sizes_and_fits_that_are_none_are_refused()
    {
        string digits = WriteDigits(20);
        Refused("elucid: --size must be one number of pixels, or width and height such as 48x32, each from 1 to 4096, but got '0x3'.",
            Train(digits, "--size", "0x3"));
        Refused("elucid: --fit must be one of crop, pad, stretch, but got 'padd'. Did you mean 'pad'?", Train(digits, "--fit", "padd"));
        Refused("elucid: --grey is for a directory of images, but --data is digits: omit it, or name a directory.", Train("digits", "--grey"));
        Refused("elucid: --size is for a directory of images, but --data is digits: omit it, or name a directory.", Train("digits", "--size", "8"));
        Refused($"elucid: --target is for CSV files, but --data is {digits}: omit it, or name a file.", Train(digits, "--target", "x"));
    }

    void Refused(string sentence, string[] args)
    {
        Outcome outcome = _tool.Run(args);
        Assert.Equal((ExitCode.Usage, sentence), (outcome.ExitCode, outcome.Error.ReplaceLineEndings(" ").Trim()));
    }
}
