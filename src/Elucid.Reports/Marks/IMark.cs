namespace Elucid.Reports;

/// <summary>What is drawn in a chart: data that say which values the axes must have room for, and paint themselves once there are axes.</summary>
internal interface IMark
{
    /// <summary>The values that the horizontal axis must show; those that cannot be drawn count for nothing.</summary>
    IEnumerable<double> X => [];

    /// <summary>The values that the vertical axis must show.</summary>
    IEnumerable<double> Y => [];

    /// <summary>Paints it into the frame, or around it.</summary>
    void Paint(IChartCanvas canvas, Plane plane);
}
