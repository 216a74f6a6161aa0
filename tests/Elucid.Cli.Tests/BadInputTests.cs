using System.Buffers.Binary;

namespace Elucid.Cli.Tests;

/// <summary>Everything that a user can get wrong is answered by one whole sentence on the error stream and an exit code.</summary>
public sealed class BadInputTests : IDisposable
{
    // Stands for the names in the order of the catalog.
    const string Names = "<names>";

    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    void Refuses(int exitCode, string sentence, params string[] args)
    {
        Outcome outcome = _tool.Run(args);
        Assert.Equal($"elucid: {sentence.Replace(Names, string.Join(", ", ActivationCatalog.All), StringComparison.Ordinal)}\n", outcome.Error);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
    }

    [Theory]
    [InlineData("--activations foo", $"There is no activation named 'foo'. The names are {Names}.")]
    [InlineData("--activations elu,reul", $"There is no activation named 'reul'. Did you mean 'relu'? The names are {Names}.")]
    [InlineData("--activations elu:beta=1", "Activation elu has no parameter 'beta'. Its parameters are alpha (default 1), clip (default none).")]
    [InlineData("--activations elu:alpha=x",
        "'alpha=x' in 'elu:alpha=x' is not a parameter with a number. Write name:parameter=number, such as elu:alpha=0.5, or elu:alpha=learn for one "
            + "that is trained.")]
    [InlineData("--activations ,", "--activations must name at least one activation; `elucid activations` lists them.")]
    [InlineData("--baseline tanhh", $"There is no activation named 'tanhh'. Did you mean 'tanh'? The names are {Names}.")]
    [InlineData("--baseline tanh --activations elu,relu", "--baseline must be one of the compared activations (elu, relu), but got 'tanh'.")]
    [InlineData("--optimizer adm", "--optimizer must be one of adam, adamw, sgd, momentum, nesterov, rmsprop, but got 'adm'. Did you mean 'adam'?")]
    [InlineData("--init glort", "--init must be one of he, glorot, lecun, unit, auto, but got 'glort'. Did you mean 'glorot'?")]
    [InlineData("--norm batc", "--norm must be one of none, batch, layer, but got 'batc'. Did you mean 'batch'?")]
    [InlineData("--norm batch --model lstm",
        "--norm of --model lstm must be none or layer, but got batch: a norm stands behind each recurrent layer, over the units of each step.")]
    [InlineData("--norm none --model transformer",
        "--norm of --model transformer must be layer, but got none: its layer norms stand before attention and hidden layer of each block, and "
            + "after the last one.")]
    [InlineData("--norm batch --batch 1", "--batch must be at least 2 with --norm batch, as one example has no variance, but got 1.")]
    [InlineData("--schedule cosin", "--schedule must be one of constant, cosine, step, but got 'cosin'. Did you mean 'cosine'?")]
    [InlineData("--model rbm",
        "--model must be one of mlp, cnn, resnet, rnn, gru, lstm, transformer, mean, grid, vae, gan, but got 'rbm'. Did you mean 'rnn'?")]
    [InlineData("--model lstm --activations relu,elu,prelu",
        "--model lstm takes activations with fixed parameters, but prelu learns its own, which recurrent cells do not train. Leave it out, or "
            + "choose another model.")]
    [InlineData("--model mlp --blocks 3", "--blocks is for resnet, transformer, but --model is mlp: omit it.")]
    [InlineData("--model resnet --dropout 0.3", "--dropout is for mlp, cnn, rnn, gru, lstm, transformer, mean, but --model is resnet: omit it.")]
    [InlineData("--augment crop:-1", "Crop: expected a padding of at least 1 pixel, but got -1.")]
    [InlineData("--data digit",
        "Data must be digits, fashion-mnist, mnist, cifar-10, cifar-100, an environment (cartpole, acrobot), a CSV file, or a directory of images "
            + "or IDX files, but 'digit' is none "
            + "of them. Did you mean 'digits'?")]
    [InlineData("--seeds 0", "--seeds must be a positive number, but got 0.")]
    [InlineData("--seeds -1", "--seeds must be a positive number, but got -1.")]
    [InlineData("--seed -1", "--seed must be 0 or a positive number, but got -1.")]
    [InlineData("--seed 2147483647", "--seed must leave room for 10 seeds below 2147483647, but got 2147483647.")]
    [InlineData("--seed 1000100 --tune-lr",
        "--seed must keep clear of 1000100 to 1000102, on which --tune-lr chooses the rates, but got 1000100 with 10 seeds.")]
    [InlineData("--epochs 0", "--epochs must be a positive number, but got 0.")]
    [InlineData("--batch -32", "--batch must be a positive number, but got -32.")]
    [InlineData("--hidden 8,x", "--hidden must be positive numbers of units such as 128,128, but got '8,x'.")]
    [InlineData("--hidden 0", "--hidden must be positive numbers of units such as 128,128, but got '0'.")]
    [InlineData("--hidden ,", "--hidden must be positive numbers of units such as 128,128, but got ','.")]
    [InlineData("--lr 0", "--lr must be a positive number such as 0.001, but got 0.")]
    [InlineData("--lr -1", "--lr must be a positive number such as 0.001, but got -1.")]
    [InlineData("--lr NaN", "--lr must be a positive number such as 0.001, but got NaN.")]
    [InlineData("--lr 0.1 --tune-lr", "--lr and --tune-lr contradict each other: the one fixes the rate, the other looks for it. Use one of them.")]
    [InlineData("--dropout 1", "--dropout must be at least 0 and below 1, but got 1.")]
    [InlineData("--warmup -1", "--warmup must be 0 or a number of steps, but got -1.")]
    [InlineData("--clip-norm -1", "--clip-norm must be 0 (none) or a positive norm, but got -1.")]
    [InlineData("--weight-decay -1", "--weight-decay must be 0 (none) or a small positive number such as 0.0001, but got -1.")]
    [InlineData("--patience -1", "--patience must be 0 (never stop early) or a number of epochs, but got -1.")]
    [InlineData("--threads 0", "--threads must be a positive number, but got 0.")]
    [InlineData("--target y", "--target is for CSV files, but --data is digits: omit it, or name a file.")]
    [InlineData("--thousands .", "--thousands is for CSV files, but --data is digits: omit it, or name a file.")]
    public void Compare_refuses(string options, string sentence) =>
        Refuses(ExitCode.Usage, sentence, ["compare", "--out", _tool["out"], .. options.Split(' ')]);

    [Theory]
    [InlineData("compare --epochs ten", "--epochs must be a whole number up to 2147483647, but got 'ten'.")]
    [InlineData("compare --epochs 1.5", "--epochs must be a whole number up to 2147483647, but got '1.5'.")]
    [InlineData("train --batch 99999999999", "--batch must be a whole number up to 2147483647, but got '99999999999'.")]
    [InlineData("compare --lr 0,001", "--lr must be a number such as 0.001, but got '0,001'.")]
    [InlineData("train --dropout half", "--dropout must be a number such as 0.001, but got 'half'.")]
    [InlineData("compare --threads many", "--threads must be a whole number up to 2147483647, but got 'many'.")]
    [InlineData("compare --epoch 5", "There is no option '--epoch'. Did you mean '--epochs'?")]
    [InlineData("compare digits", "'digits' belongs to no option.")]
    [InlineData("compere",
        "There is no command 'compere'. The commands are compare, merge, train, federate, predict, generate, export, swap, activations, verify, "
            + "bench, claims. Did you mean 'compare'?")]
    [InlineData("predict", "Required argument 'MODEL' missing for command: 'predict'.")]
    public void Words_that_cannot_be_read_are_refused_with_a_way_to_the_help(string line, string sentence)
    {
        Outcome outcome = _tool.Run(line.Split(' '));

        Assert.StartsWith($"elucid: {sentence}\n", outcome.Error);
        Assert.Matches("\nRun `elucid .*--help` for the options.\n$", outcome.Error);
        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
    }

    [Theory]
    [InlineData("--activation elu,relu", $"There is no activation named 'elu,relu'. Did you mean 'lrelu'? The names are {Names}.")]
    [InlineData("--seed -1", "--seed must be 0 or a positive number, but got -1.")]
    [InlineData("--threads 0", "--threads must be a positive number, but got 0.")]
    [InlineData("--epochs 0", "--epochs must be a positive number, but got 0.")]
    public void Train_refuses(string options, string sentence) =>
        Refuses(ExitCode.Usage, sentence, ["train", "--out", _tool["out"], .. options.Split(' ')]);

    [Fact]
    public void Table_needs_a_target()
    {
        string csv = _tool.Write("t.csv", "x,y\n1,2\n");
        Refuses(
            ExitCode.Usage,
            $"'{csv}' is taken for a table: name the column to predict with --target COLUMN. If it is prose to go on with, use --task text.",
            "compare", "--data", csv);
        Refuses(ExitCode.Failed, $"'{csv}': expected a target column 'z', but the columns are x, y.", "compare", "--data", csv, "--target", "z");
    }

    [Theory]
    [InlineData("--task sorting",
        "--task must be one of classification, regression, text, forecast, reconstruct, detect, control, generate, several, but got 'sorting'.")]
    [InlineData("--missing zero", "--missing must be one of mean, drop, indicator, but got 'zero'.")]
    [InlineData("--unseen ignore", "--unseen must be one of refuse, other, but got 'ignore'.")]
    [InlineData("--dates ymd", "--dates must be one of dmy, mdy, off, but got 'ymd'. Did you mean 'dmy'?")]
    [InlineData("--split tme", "--split must be one of random, time, but got 'tme'. Did you mean 'time'?")]
    [InlineData("--split random --time x",
        "--time and --split random contradict each other: the one orders rows by a column, the other draws them. Use one of them.")]
    [InlineData("--time y", "Column 'y' is both the target and the time. Drop one of the two.")]
    [InlineData("--decimal 12", "--decimal must be one character, but got '12'.")]
    [InlineData("--separator ;;", "--separator must be one character or tab, but got ';;'.")]
    [InlineData("--decimal . --thousands .", "Expected a mark between thousands such as ',' or a space that is not the decimal mark, but got '.'.")]
    [InlineData("--ignore y", "Column 'y' is both the target and to be ignored. Drop one of the two.")]
    public void Options_of_tables_are_refused(string options, string sentence) =>
        Refuses(ExitCode.Usage, sentence,
            ["train", "--data", _tool.Write("t.csv", "x,y\n1,a\n2,b\n"), "--target", "y", "--out", _tool["out"], .. options.Split(' ')]);

    [Theory]
    [InlineData("x,y\n1,a\n2\n",
        "line 3: expected 2 fields, as in the header, but got 1. Complete the row, or quote a field that holds the separator.")]
    [InlineData("x,y\n1,a\nNaN,b\n", null)]
    [InlineData("x,y\n1,a\n,b\n2,a\n",
        "line 3, column 'x': expected a value, but it is missing. Fill it in, or use --missing mean, --missing indicator or --missing drop.")]
    [InlineData("x,y\n1,a\n2,b\n3,a\nmany,b\n", null)]
    [InlineData("", null)]
    [InlineData("x,y\n", null)]
    public void Damaged_table_is_refused(string csv, string? complaint)
    {
        string path = _tool.Write("t.csv", csv);
        Outcome outcome = _tool.Run("compare", "--data", path, "--target", "y", "--out", _tool["out"]);

        Assert.Equal((ExitCode.Failed, ""), (outcome.ExitCode, outcome.Output));
        Assert.Matches(@"^elucid: '.*t\.csv'[:,] .+\.\n$", outcome.Error);
        if (complaint is not null)
            Assert.EndsWith($"'{path}', {complaint}\n", outcome.Error);
    }

    [Fact]
    public void Output_that_is_a_file_is_refused_before_any_work()
    {
        string file = _tool.Write("file", "");
        Refuses(ExitCode.Usage, $"--out must be a directory, but '{file}' is a file.", "compare", "--out", file);
        Refuses(ExitCode.Usage, $"--out must be a directory, but '{file}' is a file.", "train", "--out", file);
    }

    [Fact]
    public void Damaged_images_are_refused()
    {
        string directory = Directory.CreateDirectory(_tool["images"]).FullName;
        Outcome missing = _tool.Run("compare", "--data", directory);
        Assert.Equal(ExitCode.Failed, missing.ExitCode);
        Assert.Equal(
            $"elucid: '{directory}': expected a directory for each class with images of .png, .jpg or .jpeg, but there is no image. Put images into "
                + "directories that are called as their classes.\n", missing.Error);
        File.WriteAllBytes(Path.Combine(directory, "train-images-idx3-ubyte"), []);
        Assert.Equal(
            "elucid: Expected the files of an image set (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
                + $"t10k-labels-idx1-ubyte; plain or .gz), but they are not in {directory} (lacks train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
                + "t10k-labels-idx1-ubyte). Give the directory that holds the four files.\n",
            _tool.Run("compare", "--data", directory).Error);

        byte[] images = new byte[16 + 10];                              // promises 1,000 images of 28 × 28
        foreach ((int position, int value) in new[] { (0, 0x803), (4, 1000), (8, 28), (12, 28) })
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(position), value);
        foreach (string part in new[] { "train", "t10k" })
        {
            File.WriteAllBytes(Path.Combine(directory, $"{part}-images-idx3-ubyte"), images);
            File.WriteAllBytes(Path.Combine(directory, $"{part}-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 1, 5]);
        }
        Outcome cut = _tool.Run("compare", "--data", directory);
        Assert.Equal((ExitCode.Failed, ""), (cut.ExitCode, cut.Output));
        Assert.Matches(@"^elucid: '.*idx3-ubyte'.+\.\n$", cut.Error);
    }

    [Fact]
    public void Models_that_cannot_be_used_are_refused()
    {
        Assert.Equal(ExitCode.Done, _tool.Run(_tool.Train()).ExitCode);
        string model = Path.Combine(_tool["run"], "model.safetensors");
        byte[] bytes = File.ReadAllBytes(model);

        Refuses(ExitCode.Failed, $"'{_tool["none"]}': expected a safetensors file, but there is no such file. Check the path.", "predict",
            _tool["none"], "digits");
        Outcome cut = _tool.Run("predict", _tool.Write("cut", bytes[..^4]), _tool["tiny.csv"]);
        Assert.Equal((ExitCode.Failed, ""), (cut.ExitCode, cut.Output));
        Assert.EndsWith("The file is damaged or was not written as safetensors; copy or export it again.\n", cut.Error);
        string other = _tool.Write("other.csv", "x,z\n1,2\n");
        Refuses(ExitCode.Failed, $"'{other}': expected a column 'y', but the columns are x, z.", "predict", model, other);
    }

    [Fact]
    public void Images_of_another_kind_than_the_model_learned_are_refused()
    {
        Assert.Equal(ExitCode.Done, _tool.Run("train", "--epochs", "1", "--hidden", "8", "--out", _tool["digits"], "--quiet").ExitCode);
        string model = Path.Combine(_tool["digits"], "model.safetensors"), csv = _tool.Write("t.csv", "x,y\n1,2\n");

        Refuses(ExitCode.Failed,
            $"'{csv}' is a table, but the model learned from digits: give it examples of shape [1, 8, 8]: images, or IDX files in a "
                + "directory.",
            "predict", model, csv);
        Refuses(ExitCode.Usage,
            "Data must be digits, fashion-mnist, mnist, cifar-10, cifar-100, an environment (cartpole, acrobot), a CSV file, or a directory of "
                + "images or IDX files, but 'nowhere' is none "
                + "of them.",
            "predict", model, "nowhere");
    }

    [Fact]
    public void Training_run_is_neither_overwritten_nor_resumed_with_other_settings()
    {
        Assert.Equal(ExitCode.Done, _tool.Run(_tool.Train()).ExitCode);

        Refuses(ExitCode.Usage,
            $"'{_tool["run"]}' already holds a training run: pass --resume to go on with it, another --out to start a new one, or --overwrite "
                + $"to delete it.", _tool.Train("--quiet"));
        Refuses(ExitCode.Usage,
            $"--resume needs the settings of the run in '{_tool["run"]}', but it was started with --seed 0 and now got --seed 1. "
                + "Start a new run with another --out to change settings.",
            _tool.Train("--resume", "--seed", "1", "--quiet"));
        Refuses(ExitCode.Usage, $"'{_tool["none"]}' holds no training run to resume: omit --resume to start one there.",
            "train", "--out", _tool["none"], "--resume", "--quiet");
    }
}
