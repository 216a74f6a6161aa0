using Elucid.Tests;
using SkiaSharp;

namespace Elucid.Images.Tests;

public sealed class BoxedImagesTests : IDisposable
{
    const string Header = "image,xmin,ymin,xmax,ymax,label\n";

    readonly TemporaryDirectory _directory = new();

    public BoxedImagesTests()
    {
        Write("a.png", 40, 20);
        Write("b.png", 40, 20);
        Write("old/c.png", 20, 40);
    }

    public void Dispose() => _directory.Dispose();

    void Write(string name, int width, int height)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[$"photos/{name}"])!);
        File.WriteAllBytes(_directory[$"photos/{name}"], Pictures.Plain(width, height, SKColors.Red));
    }

    BoxedImages Read(string boxes, ImageRequest? request = null, string name = "boxes.csv") =>
        BoxedImages.Read(_directory["photos"], _directory.Write(name, boxes), ImageReader.Skia, request ?? new());

    string Complaint(string boxes, string name = "boxes.csv") =>
        Assert.Throws<DataFormatException>(() => Read(boxes, name: name)).Message.Replace(_directory.Path + "/", "", StringComparison.Ordinal);

    [Fact]
    public void Boxes_lie_where_their_images_lie_in_what_the_network_sees()
    {
        // 40 × 20 in 64 × 64: as wide, and 16 black rows above; scaled by 1.6.
        BoxedImages images = Read(Header + "a.png,10,5,30,20,dog\na.png,0,0,5,5,cat\nold/c.png,0,0,20,40,cat\n");
        Assert.Equal(new ImageOptions(64, 64, ImageColor.Rgb, ImageFit.Pad), images.Options);
        Assert.Equal(["cat", "dog"], images.Images.ClassNames);
        Assert.Equal([new(16, 24, 48, 48, 1), new LabeledBox(0, 16, 8, 24, 0)], images.Images.Boxes[0]);
        Assert.Empty(images.Images.Boxes[1]);
        Assert.Equal([new LabeledBox(16, 0, 48, 64, 0)], images.Images.Boxes[2]);
        Assert.Equal(
            [
                "3 images of 2 sizes, 40×20 most often, brought to 64×64 in colour by padding with black. Use ImageRequest.Size for another size. "
                    + "3 objects of 2 classes: cat (2), dog (1). 1 image has none.",
                "boxes.csv: images from column image, boxes from xmin, ymin, xmax, ymax in pixels, classes from label.",
                "1 image without a line in boxes.csv is taken for one without objects, such as 'b.png'. Take what nobody looked at out of "
                    + "the directory.",
            ], images.Notes);
        ImageSource source = BoxedImages.SourcesOf(images.Images.Subset([2]))[0];
        Assert.Equal(new ImageSource("old/c.png", new(20, 40)), source);
        Assert.Equal(
            new LabeledBox(0, 0, 20, 40, 0), ImagePlacement.Of(source.Size, images.Options).ToImage(images.Images.Boxes[2][0]));
    }

    [Theory]
    [InlineData("filename,x,y,width,height,class\nA,1,2,3,4,cat\n",
        "images from column filename, boxes from x, y, width, height in pixels, classes from class.")]
    [InlineData("Path,Left,Top,Right,Bottom\nA,1,2,4,6\n",
        "images from column Path, boxes from Left, Top, Right, Bottom in pixels, all of one class, as no column is called label, class, class_name.")]
    [InlineData("image_id;x1;y1;x2;y2;LabelName\nA;1,0;2,0;4,0;6,0;cat\n",
        "images from column image_id, boxes from x1, y1, x2, y2 in pixels, classes from LabelName.")]
    public void The_usual_columns_are_known_and_said(string table, string note)
    {
        BoxedImages images = Read(table.Replace("A", "a.png", StringComparison.Ordinal), new() { Size = new(40, 20) });
        Assert.Equal([new(1, 2, 4, 6, 0)], images.Images.Boxes[0]);
        Assert.Equal($"boxes.csv: {note}", images.Notes[1]);
    }

    [Fact]
    public void Small_images_of_one_size_keep_it_up_to_whole_cells()
    {
        File.Delete(_directory["photos/old/c.png"]);
        Assert.Equal(new ImageOptions(40, 24, ImageColor.Rgb, ImageFit.Pad), Read(Header + "a.png,0,0,9,9,cat\n").Options);
    }

    [Fact]
    public void What_every_large_set_has_a_few_of_is_left_out_or_cut_and_said()
    {
        BoxedImages images = Read(Header + "a.png,-5,2,10,10,cat\na.png,3,3,3,9,cat\na.png,1,1,9,9,cat\na.png,1,1,9,9,cat\na.png,30,5,40.5,20,cat\n"
            + "gone.png,1,1,2,2,cat\nb.png,,,,,\n");
        Assert.Equal(3, images.Images.Boxes[0].Count);
        Assert.Equal(0, images.Images.Boxes[0][0].Left);
        string file = _directory["boxes.csv"];
        Assert.Equal(
            [
                "1 image of boxes.csv is not in the directory and was passed over, such as 'gone.png'.",
                "1 image without a line in boxes.csv is taken for one without objects, such as 'old/c.png'. Take what nobody looked at out of "
                    + "the directory.",
                $"1 box goes beyond the image and is cut at its edge: '{file}', line 2.",
                $"1 box is without width or height and left out: '{file}', line 3.",
                $"1 box is written twice and counts once: '{file}', line 5.",
            ], images.Notes.Skip(2));
    }

    [Fact]
    public void Cropping_says_which_objects_it_loses()
    {
        BoxedImages images = Read(Header + "a.png,0,0,5,5,cat\na.png,15,5,25,15,cat\n", new() { Size = new(16, 16), Fit = ImageFit.Crop });
        Assert.Equal([new(4, 4, 12, 12, 0)], images.Images.Boxes[0]);
        Assert.Equal("1 object lies in the margins that ImageRequest.Fit = ImageFit.Crop cuts off, and is left out.", images.Notes[^1]);
    }

    [Theory]
    [InlineData("a.png,5,5,2,9,cat",
        "'boxes.csv', line 2: expected a box that ends to the right of and below where it begins, but it goes from (5, 5) to (2, 9). Check which "
            + "columns are edges, and which are sizes.")]
    [InlineData("a.png,NaN,5,9,9,cat",
        "'boxes.csv', line 2: expected a box of finite numbers, but it goes from (NaN, 5) to (9, 9). Correct it, or leave it out.")]
    [InlineData("a.png,50,5,60,9,cat",
        "'boxes.csv', line 2: expected a box in 'a.png', which is 40×20, but it goes from (50, 5) to (60, 9), outside of it. Check whether "
            + "images were "
            + "made smaller after they were labelled.")]
    [InlineData("a.png,x,5,9,9,cat", "'boxes.csv', line 2, column 'xmin': expected a number, but got 'x'.")]
    [InlineData("a.png,1,,9,9,cat",
        "'boxes.csv', line 2: expected four numbers of a box, or none for an image without objects, but 1 of them is empty. Fill them in.")]
    [InlineData("a.png,1,2,9,9,", "'boxes.csv', line 2: expected a class in column 'label', but it is empty. Fill it in.")]
    [InlineData(",1,2,9,9,cat", "'boxes.csv', line 2: expected the name of an image in column 'image', but it is empty. Fill it in.")]
    [InlineData("a.png,0.1,0.2,0.3,0.4,cat",
        "'boxes.csv': expected boxes in pixels, but no number is above 1: they look like shares of the images' sides, as YOLO writes them. "
            + "Multiply x and "
            + "width by the image's width, y and height by its height.")]
    [InlineData("a.png,,,,,", "'boxes.csv': expected boxes of objects, but there is none. Check the file.")]
    [InlineData("z.png,1,2,3,4,cat",
        "'boxes.csv': expected names of images in 'photos', such as 'a.png', but none of its 1 is one, such as 'z.png'. Check both paths.")]
    [InlineData("a.png,1,2,3,4,cat\n./a.png,1,2,3,4,cat",
        "'boxes.csv', line 3: expected each image once, but './a.png' and 'a.png' are both 'a.png'. Write its name alike.")]
    public void What_shows_that_the_file_is_misread_is_refused(string lines, string sentence) =>
        Assert.Equal(sentence, Complaint(Header + lines + "\n"));

    [Fact]
    public void Columns_that_are_missing_are_named()
    {
        Assert.Equal(
            "'boxes.csv': expected columns 'xmin', 'ymin', 'xmax', 'ymax' or 'x', 'y', 'width', 'height', but the columns are image, bbox. "
                + "The first "
                + "line names the columns, such as image, xmin, ymin, xmax, ymax, label.", Complaint("image,bbox\na.png,3\n"));
        Assert.StartsWith("'boxes.csv': expected a column 'image', but the columns are x, y.", Complaint("x,y\n1,2\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_may_be_several_images_is_refused()
    {
        Write("old/a.png", 40, 20);
        Assert.Equal([1, 0, 0, 0], Read(Header + "a.png,1,1,9,9,cat\n").Images.Boxes.Select(boxes => boxes.Count));
        Write("new/d.png", 40, 20);
        Write("old/d.png", 40, 20);
        Assert.Equal(
            "'boxes.csv', line 2: expected the name of one image, but 'd.png' may be new/d.png, old/d.png. Write the directory before it.",
            Complaint(Header + "d.png,1,1,9,9,cat\n"));
    }

    static string Coco(
        string annotations, string images = """{"id":1,"file_name":"photos/a.png","width":40,"height":20},{"id":"2","file_name":"c.png"}""",
        string categories = """{"id":7,"name":"cat"},{"id":9,"name":"dog"}""") =>
        $$"""{"info":{"year":2024},"images":[{{images}}],"annotations":[{{annotations}}],"categories":[{{categories}}]}""";

    [Fact]
    public void Cocos_JSON_is_read_without_its_crowds()
    {
        BoxedImages images = Read(Coco("""
            {"id":1,"image_id":1,"category_id":9,"bbox":[10,5,20,15],"iscrowd":0,"segmentation":[[1,2,3,4]],"area":300},
            {"id":2,"image_id":2,"category_id":7,"bbox":[0,0,20,40]},
            {"id":3,"image_id":1,"category_id":7,"bbox":[0,0,40,20],"iscrowd":1}
            """), name: "coco.json");
        Assert.Equal(["cat", "dog"], images.Images.ClassNames);
        Assert.Equal([new(16, 24, 48, 48, 1)], images.Images.Boxes[0]);
        Assert.Equal([new(16, 0, 48, 64, 0)], images.Images.Boxes[1]);
        Assert.Equal(2, images.Images.Count);
        Assert.Equal(
            [
                "1 crowd is passed over: a box around many is no object.",
                "1 image of the directory does not stand in coco.json and was passed over, such as 'b.png'.",
            ], images.Notes.Skip(1));
    }

    [Theory]
    [InlineData("""{"id":5,"image_id":1,"category_id":7}""",
        "'c.json', annotation 1 (id 5): expected 'bbox' with four numbers, x, y, width and height in pixels, but there is none.")]
    [InlineData("""{"image_id":1,"category_id":7,"bbox":[1,2,3]}""",
        "'c.json', annotation 1: expected 'bbox' with four numbers, x, y, width and height in pixels, but there are 3.")]
    [InlineData("""{"image_id":8,"category_id":7,"bbox":[1,2,3,4]}""",
        "'c.json', annotation 1: expected a 'image_id' that stands in images, but 8 does not.")]
    [InlineData("""{"image_id":1,"bbox":[1,2,3,4]}""", "'c.json', annotation 1: expected 'category_id', but there is none.")]
    [InlineData("""{"image_id":1,"category_id":7,"bbox":[1,2,-3,4]}""",
        "'c.json', annotation 1: expected a box that ends to the right of and below where it begins, but it goes from (1, 2) to (-2, 6). Check which "
            + "columns are edges, and which are sizes.")]
    [InlineData("null", "'c.json', annotation 1: expected 'image_id', but there is none.")]
    public void An_annotation_that_lacks_something_is_named(string annotation, string sentence) =>
        Assert.Equal(sentence, Complaint(Coco(annotation), "c.json"));

    [Fact]
    public void A_file_that_is_not_Cocos_is_refused()
    {
        Assert.Equal(
            "'c.json': expected COCO's JSON, an object with images, annotations and categories, but it has no 'categories'.",
            Complaint("""{"images":[],"annotations":[]}""", "c.json"));
        Assert.Equal(
            "'c.json', image 1: expected 'id' and 'file_name', but it lacks 'file_name'.", Complaint(Coco("", images: """{"id":1}"""), "c.json"));
        Assert.Equal(
            "'c.json', image 2: expected an id of its own, but 1 is that of image 1, too.",
            Complaint(Coco("", images: """{"id":1,"file_name":"a.png"},{"id":1,"file_name":"b.png"}"""), "c.json"));
        Assert.Equal(
            "'c.json', category 2: expected an id of its own, but 1 is that of 'cat', too.",
            Complaint(Coco("", categories: """{"id":1,"name":"cat"},{"id":1,"name":"dog"}"""), "c.json"));
        foreach (string broken in new[] { "[1]", "{", $"{{\"images\":{new string('[', 100_000)}",
            """{"images":[{"id":1,"file_name":"a.png","width":NaN}]}""" })
            Assert.StartsWith(
                "'c.json': expected COCO's JSON, an object with images, annotations and categories, but it cannot be read: ",
                Complaint(broken, "c.json"), StringComparison.Ordinal);
    }

    // As imglab (NaturalIntelligence/imglab#126) and scripts write them.
    [Theory]
    [InlineData("""{"x":1,"y":2,"width":3,"height":4}""")]
    [InlineData("""["1","2","3","4"]""")]
    [InlineData("[[1,2,3,4]]")]
    [InlineData("[1,2,3,4,5,6]")]
    [InlineData("7")]
    public void A_bbox_that_is_no_list_of_numbers_is_said(string box) => Assert.Contains(
        "A 'bbox' must be [x, y, width, height] in numbers.",
        Complaint(Coco($$"""{"id":5,"image_id":1,"category_id":7,"bbox":{{box}}}"""), "c.json"));

    [Fact]
    public void Names_with_backslashes_and_without_extension_are_found()
    {
        Assert.Equal([0, 0, 1], Read(Header + "old\\c.png,1,1,9,9,cat\n").Images.Boxes.Select(boxes => boxes.Count));
        Assert.Equal([0, 1, 0], Read(Header + "b,1,1,9,9,cat\n").Images.Boxes.Select(boxes => boxes.Count));
    }

    [Fact]
    public void Images_that_were_resized_or_turned_after_they_were_labelled_are_refused()
    {
        const string box = """{"image_id":1,"category_id":7,"bbox":[1,2,3,4]}""";
        Assert.Equal(
            "'c.json', image 1: expected the size of 'a.png', which is 40×20, but the file says 80×40: the image was made larger or smaller "
                + "after it was "
                + "labelled. Use the images that were labelled.",
            Complaint(Coco(box, images: """{"id":1,"file_name":"a.png","width":80,"height":40}"""), "c.json"));
        Assert.Contains(
            "but the file says 20×40: the photograph was turned upright by its EXIF data after it was labelled.",
            Complaint(Coco(box, images: """{"id":1,"file_name":"a.png","width":20,"height":40}"""), "c.json"));
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        Assert.Equal(
            "'nowhere': expected a directory of images, but there is none. Check the path.",
            Assert.Throws<DataFormatException>(() => BoxedImages.Read("nowhere", "boxes.csv", ImageReader.Skia, new())).Message);
        Assert.Equal(
            "'nowhere.csv': expected a CSV file of boxes, or COCO's JSON, but there is no such file. Check the path.",
            Assert.Throws<DataFormatException>(() => BoxedImages.Read(_directory["photos"], "nowhere.csv", ImageReader.Skia, new())).Message);
    }
}
