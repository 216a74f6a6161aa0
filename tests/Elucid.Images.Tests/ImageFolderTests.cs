using Elucid.Tests;
using SkiaSharp;

namespace Elucid.Images.Tests;

public sealed class ImageFolderTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    string Root => _directory["photos"];

    void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, name))!);
        File.WriteAllBytes(Path.Combine(Root, name), content);
    }

    void Write(string name, int width, int height, byte shade, SKEncodedImageFormat format = SKEncodedImageFormat.Png) =>
        Write(name, Pictures.Plain(width, height, new SKColor(shade, 0, 0), format));

    LabeledImages Read(ImageRequest? request = null) => ImageFolder.Find(Root).Read(ImageReader.Skia, request ?? new ImageRequest());

    string Complaint() => Assert.Throws<DataFormatException>(() => Read()).Message;

    [Fact]
    public void A_directory_for_each_class_is_a_dataset()
    {
        Write("dog/b.PNG", 3, 3, 255);
        Write("cat/a.png", 3, 3, 0);
        Write("dog/old/c.jpeg", 3, 3, 0, SKEncodedImageFormat.Jpeg);
        LabeledImages images = Read();
        Assert.Equal(["cat", "dog"], images.Images.ClassNames);
        Assert.Equal([0, 1, 1], images.Images.Labels);
        Assert.Equal([3, 3, 3], images.Images.FeatureShape);
        Assert.Equal([0, 0.33, 0], images.Images.Features.ToArray().Chunk(27).Select(image => Math.Round(image.Average(), 2)));
        Assert.Null(images.Tests);
        Assert.Equal(
            ["3 images of 3×3, taken as they are, in colour. Use ImageRequest.Size for another size. 2 classes: cat (1), dog (2)."], images.Notes);
    }

    [Fact]
    public void What_is_done_with_images_of_many_sizes_is_said()
    {
        Write("cat/a.png", 64, 48, 1);
        Write("cat/b.png", 64, 48, 2);
        Write("dog/a.png", 48, 64, 3);
        LabeledImages images = Read();
        Assert.Equal(new ImageOptions(32, 32, ImageColor.Rgb), images.Options);
        Assert.Equal(
            "3 images of 2 sizes, 64×48 most often, brought to 32×32 in colour by cropping to the middle. Use ImageRequest.Size for another size. "
                + "2 classes: cat (2), dog (1).", images.Notes[0]);
        images = Read(new() { Size = new(8, 6), Fit = ImageFit.Stretch, IsGrey = true });
        Assert.Equal([1, 6, 8], images.Images.FeatureShape);
        Assert.Equal(
            "3 images of 2 sizes, 64×48 most often, brought to 8×6 in grey by stretching. 2 classes: cat (2), dog (1).", images.Notes[0]);
    }

    [Fact]
    public void Greys_are_recognised_however_they_are_written()
    {
        Write("cat/a.png", Pictures.Plain(3, 3, new SKColor(99, 99, 99)));
        Write("dog/a.png", Pictures.Plain(3, 3, new SKColor(9, 9, 9)));
        Assert.Equal(ImageColor.Grey, Read().Options.Color);
        Write("dog/b.png", Pictures.Plain(3, 3, new SKColor(9, 9, 10)));
        Assert.Equal(ImageColor.Rgb, Read().Options.Color);
    }

    [Fact]
    public void Train_and_test_directories_are_parts_and_a_class_may_be_called_train()
    {
        Write("train/cat/a.png", 3, 3, 1);
        Write("train/dog/b.png", 3, 3, 2);
        Write("test/dog/c.png", 3, 3, 3);
        LabeledImages images = Read();
        Assert.Equal((2, 1), (images.Images.Count, images.Tests!.Count));
        Assert.Equal([1], images.Tests.Labels);
        Directory.Delete(Path.Combine(Root, "test"), recursive: true);
        Assert.Equal(
            $"'{Root}': expected 'train' and 'test' with a directory for each class in both, but there is only 'train'. Add the other, or give "
                + $"'{Path.Combine(Root, "train")}' alone.", Complaint());
        Directory.Delete(Root, recursive: true);
        Write("train/a.png", 3, 3, 1);
        Write("ship/a.png", 3, 3, 2);
        Assert.Equal(["ship", "train"], Read().Images.ClassNames);
    }

    [Fact]
    public void Parts_are_found_however_they_are_written_and_what_is_beside_them_is_named()
    {
        Write("Train/cat/a.png", 3, 3, 1);
        Write("Train/dog/b.png", 3, 3, 2);
        Write("val/dog/c.png", 3, 3, 3);
        Assert.Equal(
            $"'{Root}': expected 'train' and 'test' with a directory for each class in both, but there is only 'Train'. Rename 'val' if it is the "
                + $"other. Add the other, or give '{Path.Combine(Root, "Train")}' alone.", Complaint());
        Write("TEST/cat/d.png", 3, 3, 4);
        LabeledImages images = Read();
        Assert.Equal((2, 1), (images.Images.Count, images.Tests!.Count));
        Assert.Equal("val: neither 'train' nor 'test', and passed over. Move images into one of the two to use them.", images.Notes[1]);
    }

    [Fact]
    public void Parts_that_are_called_otherwise_are_not_taken_for_classes()
    {
        Write("training/cat/a.png", 3, 3, 1);
        Write("training/dog/b.png", 3, 3, 2);
        Write("validation/dog/c.png", 3, 3, 3);
        Assert.Equal(
            $"'{Root}': expected a directory for each class, or 'train' and 'test' with one for each class in both, but got 'training' and "
                + "'validation', which sound like parts. Rename parts to 'train' and 'test', or give one of them alone.", Complaint());
        Assert.Equal(3, ImageFolder.Find(Root).ReadUnlabeled(ImageReader.Skia, new()).Images.Count);
        Directory.Delete(Path.Combine(Root, "validation"), recursive: true);
        Assert.Contains("but got 'training', which sounds like a part.", Complaint(), StringComparison.Ordinal);
        Write("indoor/cat/a.png", 3, 3, 1);
        Assert.Equal(["indoor", "training"], Read().Images.ClassNames);
    }

    [Fact]
    public void Classes_that_look_alike_are_told_of()
    {
        foreach (string name in new[] { "Cat", "cat", "dog", "two  words", "two words " })
            Write($"{name}/a.png", 3, 3, 1);
        Assert.Equal(
            [
                "'Cat' and 'cat' are 2 classes, though they differ only in case or in spaces. Put their images into one directory if they are one.",
                "'two  words' and 'two words ' are 2 classes, though they differ only in case or in spaces. Put their images into one directory if "
                    + "they are one.",
            ], Read().Notes.Skip(1).Take(2));
    }

    [Fact]
    public void Classes_that_only_the_test_images_have_are_refused()
    {
        Write("train/cat/a.png", 3, 3, 1);
        Write("train/dog/b.png", 3, 3, 2);
        Write("test/cats/c.png", 3, 3, 3);
        Assert.Equal(
            $"'{Path.Combine(Root, "test", "cats", "c.png")}': expected test images of the classes that there are training images of, but 'cats' has "
                + "none. Did you mean 'cat'? Rename the directory, or add training images.", Complaint());
    }

    [Fact]
    public void What_systems_and_programs_leave_behind_is_not_looked_at_and_other_files_are_named()
    {
        Write("cat/a.png", 3, 3, 1);
        Write("dog/b.png", 3, 3, 2);
        foreach (string left in new[] { ".DS_Store", "cat/._a.png", ".ipynb_checkpoints/a.png", "__MACOSX/cat/a.png" })
            Write(left, "left"u8.ToArray());
        Write("cat/notes.txt", "passed over"u8.ToArray());
        Write("loose.png", 3, 3, 1);
        Directory.CreateDirectory(Path.Combine(Root, "cow"));
        LabeledImages images = Read();
        Assert.Equal(["cat", "dog"], images.Images.ClassNames);
        Assert.Equal(
            [
                "cow: no image of .png, .jpg or .jpeg, and no class.",
                "1 image outside of the classes' directories was passed over: loose.png.",
                "1 file is neither .png nor .jpg and was passed over: cat/notes.txt.",
            ], images.Notes.Skip(1));
    }

    [Fact]
    public void Directories_that_nothing_can_be_learned_from_are_refused_in_words()
    {
        Assert.Equal($"'{Root}': expected a directory of images, but there is none. Check the path.", Complaint());
        Directory.CreateDirectory(Root);
        Assert.Equal(
            $"'{Root}': expected a directory for each class with images of .png, .jpg or .jpeg, but there is no image. Put images into directories "
                + "that are called as their classes.", Complaint());
        Write("a.png", 3, 3, 1);
        Assert.Equal(
            $"'{Root}': expected a directory for each class with images in it, but there is none. Put the 1 image that lies here into directories "
                + "that are called as their classes.", Complaint());
        Write("cat/a.png", 3, 3, 1);
        Assert.Equal(
            $"'{Root}': expected images of at least two classes, but all 1 are of 'cat'. Add a directory with images of another class.", Complaint());
    }

    [Fact]
    public void Files_that_cannot_be_read_are_named_and_counted()
    {
        Write("cat/a.png", 3, 3, 1);
        Write("dog/a.png", 3, 3, 2);
        Write("dog/b.png", "no image"u8.ToArray());
        string bad = Path.Combine(Root, "dog", "b.png");
        Assert.Equal($"'{bad}': expected a PNG or JPEG image, but it is neither. Convert it first.", Complaint());
        Write("dog/c.png", []);
        Write("dog/d.jpg", Pictures.Plain(3, 3, SKColors.Red)[..40]);
        Assert.StartsWith($"'{bad}': expected a PNG or JPEG image, but it is neither. Convert it first. 2 other files of 5 cannot be read either.",
            Complaint(), StringComparison.Ordinal);
        File.Delete(bad);
        File.Delete(Path.Combine(Root, "dog", "d.jpg"));
        Assert.Equal($"'{Path.Combine(Root, "dog", "c.png")}': expected an image, but the file is empty. Copy it again.", Complaint());
    }

    [Fact]
    public void Links_to_images_are_read_broken_ones_named_and_circles_not_walked()
    {
        Write("cat/a.png", 3, 3, 1);
        Write("dog/b.png", 3, 3, 2);
        File.CreateSymbolicLink(Path.Combine(Root, "dog", "c.png"), Path.Combine("..", "dog", "b.png"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "dog", "circle"), Root);
        Assert.Equal([0, 1, 1], Read().Images.Labels);
        File.CreateSymbolicLink(Path.Combine(Root, "dog", "d.png"), "nowhere.png");
        Assert.Equal(
            $"'{Path.Combine(Root, "dog", "d.png")}': expected an image, but it is a link to 'nowhere.png', which is not there. Check the path.",
            Complaint());
    }

    [Fact]
    public void The_same_file_in_two_classes_or_in_both_parts_is_warned_about()
    {
        Write("cat/a.png", 3, 3, 1);
        Write("dog/b.png", 3, 3, 1);
        Write("dog/c.png", 3, 3, 2);
        Write("dog/d.png", 3, 3, 2);
        Assert.Equal(
            [
                "1 image lies in several classes, such as 'cat/a.png', which is 'dog/b.png' to the last byte: no answer is right for both. Delete "
                    + "the wrong one.",
                "1 file is a copy of another of the same class, such as 'dog/d.png' of 'dog/c.png': one may be learned from and the other asked "
                    + "about. Delete the copies.",
            ], Read().Notes.Skip(1));
        Directory.Delete(Root, recursive: true);
        Write("train/cat/a.png", 3, 3, 1);
        Write("train/dog/b.png", 3, 3, 2);
        Write("test/dog/c.png", 3, 3, 2);
        Assert.Equal(
            "1 test image is among the training images, too, such as 'test/dog/c.png': what a network was told it need not find out. Delete one of "
                + "each.", Read().Notes[1]);
    }

    // Directories are listed in the order in which they were filled, by and large.
    [Fact]
    public void The_order_in_which_files_were_written_changes_nothing()
    {
        string[] names = ["ćma/a.png", "кот/b.png", "猫/c.png", "Zebra/d.png", "apple/e.png"];
        foreach (int[] order in new[] { new[] { 0, 1, 2, 3, 4 }, [4, 2, 0, 1, 3] })
        {
            foreach (int i in order)
                Write(names[i], 3, 3, (byte)(10 * i));
            Dataset images = Read().Images;
            Assert.Equal(["Zebra", "apple", "ćma", "кот", "猫"], images.ClassNames);
            Assert.Equal([30, 40, 0, 10, 20], images.Features.ToArray().Chunk(27).Select(image => (int)Math.Round(255 * image[0])));
            Directory.Delete(Root, recursive: true);
        }
    }

    [Fact]
    public void Sizes_are_checked_before_anything_is_allocated()
    {
        Write("cat/a.png", 3, 3, 1);
        Write("dog/a.png", 3, 3, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(new() { Size = new(100_000, 100_000) }));
        Assert.Equal(
            $"'{Root}': expected at most 1,073,741,824 numbers, but 501 images of 12,288,000 have more. Read them smaller (ImageRequest.Size), or in "
                + "parts.",
            Assert.Throws<DataFormatException>(() =>
            {
                for (int i = 0; i < 499; i++)
                    Write($"dog/{i}.png", Pictures.Plain(1, 1, SKColors.Red));
                Read(new() { Size = new(2048, 2000) });
            }).Message);
    }
}
