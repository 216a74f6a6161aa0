using System.Diagnostics;
using System.Runtime.Versioning;

namespace Elucid.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static bool IsWindows => OperatingSystem.IsWindows();

    string[] Names => [.. Directory.EnumerateFileSystemEntries(_directory.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    static string WriteFails(string path) => Assert.Throws<IOException>(() => AtomicFile.WriteText(path, "new")).Message;

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        string path = _directory.Write("settings.json", "old");
        Refused.With<IOException>($"'{path}' cannot be written: disk full.", () => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("disk full");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Names);
        AtomicFile.WriteText(path, "n");
        Assert.Equal("n", File.ReadAllText(path));
        Assert.Single(Names);
    }

    [Fact]
    public void What_cannot_be_written_is_named_with_the_reason()
    {
        string name = new('n', 256), directory = _directory.Path;
        Assert.Equal($"'{directory}' cannot be written: it is a directory.", WriteFails(directory));
        Assert.Equal($"'{_directory["no/file"]}' cannot be written: its directory does not exist.", WriteFails(_directory["no/file"]));
        Assert.Equal($"'{_directory[name]}' cannot be written: its name is too long.", WriteFails(_directory[name]));
        Assert.Empty(Names);
    }

    [Fact]
    public void Names_may_be_as_long_as_names_can_be()
    {
        string path = _directory[new string('n', 255)];
        AtomicFile.WriteText(path, "first");
        AtomicFile.WriteText(path, "second");
        Assert.Equal("second", File.ReadAllText(path));
    }

    [Fact(SkipWhen = nameof(IsWindows), Skip = "devices are files on Unix alone")]
    public void Devices_are_written_and_stay_devices()
    {
        AtomicFile.WriteText("/dev/null", "lost");
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        if (File.Exists("/dev/full"))
            Assert.Equal("'/dev/full' cannot be written: no space left on device.", WriteFails("/dev/full"));
        Assert.Empty(Directory.GetFiles("/dev", ".elucid-*"));
    }

    [Fact(SkipWhen = nameof(IsWindows), Skip = "pipes have names on Unix alone")]
    public async Task Pipes_are_written_and_stay_pipes()
    {
        string pipe = _directory["pipe"];
        using (Process make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task<string> read = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        AtomicFile.WriteText(pipe, "through the pipe");
        Assert.Equal("through the pipe", await read);
        Assert.Equal(["pipe"], Names);
    }

    [Fact(SkipWhen = nameof(IsWindows), Skip = "links need a privilege there")]
    public void Links_stay_and_what_they_lead_to_is_written()
    {
        Directory.CreateDirectory(_directory["deep/er"]);
        Directory.CreateDirectory(_directory["kept"]);
        Directory.CreateSymbolicLink(_directory["current"], "deep/er");
        // ".." is that of the directory that the link leads to, not of the link.
        File.CreateSymbolicLink(_directory["deep/er/model"], "../../kept/model");
        File.CreateSymbolicLink(_directory["first"], "current/model");
        AtomicFile.WriteText(_directory["first"], "new file");
        Assert.Equal("new file", File.ReadAllText(_directory["kept/model"]));
        AtomicFile.WriteText(_directory["first"], "old file");
        Assert.Equal("old file", File.ReadAllText(_directory["kept/model"]));
        Assert.Equal("current/model", new FileInfo(_directory["first"]).LinkTarget);
        Assert.Equal("../../kept/model", new FileInfo(_directory["deep/er/model"]).LinkTarget);
        Assert.True(LinkedPath.AreSame(_directory["first"], _directory["kept/../kept/model"]));
        Assert.False(LinkedPath.AreSame(_directory["first"], _directory["kept/models"]));
    }

    [Fact(SkipWhen = nameof(IsWindows), Skip = "links need a privilege there")]
    public void Links_that_lead_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(_directory["a"], "b");
        File.CreateSymbolicLink(_directory["b"], "a");
        Assert.Equal($"'{_directory["a"]}' cannot be written: too many levels of symbolic links.", WriteFails(_directory["a"]));
        Refused.With<IOException>("its links lead in a circle", () => LinkedPath.Resolve(_directory["a"]));
    }

    [Theory(SkipWhen = nameof(IsWindows), Skip = "modes are Unix's")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute)]
    [UnsupportedOSPlatform("windows")]
    public void Permissions_are_kept(UnixFileMode mode)
    {
        string path = _directory.Write("secret", "old");
        File.SetUnixFileMode(path, mode);
        AtomicFile.Write(path, stream =>
        {
            // What is not yet complete is as secret.
            Assert.Equal(mode, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(_directory.Path, ".elucid-*.tmp"))));
            stream.Write("new"u8);
        });
        Assert.Equal((mode, "new"), (File.GetUnixFileMode(path), File.ReadAllText(path)));
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_but_never_what_is_in_use()
    {
        _directory.Write(".elucid-abandon1.tmp", "half");
        _directory.Write(".elucid-notours.txt", "kept");
        AtomicFile.Write(_directory["outer"], outer =>
        {
            _directory.Write(".elucid-abandon2.tmp", "half");
            AtomicFile.WriteText(_directory["inner"], "inner");
            outer.Write("outer"u8);
        });
        Assert.Equal([".elucid-notours.txt", "inner", "outer"], Names);
        Assert.Equal("outer", File.ReadAllText(_directory["outer"]));
    }

    [Fact]
    public void Many_writers_of_one_file_leave_one_of_their_contents_whole()
    {
        string path = _directory["contested"];
        Parallel.For(
            0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => AtomicFile.WriteText(path, new string((char)('a' + i % 26), 5000)));
        Assert.Equal(5000, File.ReadAllText(path).Length);
        Assert.Single(File.ReadAllText(path).Distinct());
        Assert.Single(Names);
    }
}
