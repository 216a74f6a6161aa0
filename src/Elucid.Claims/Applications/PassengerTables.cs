using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>What a forecaster must beat, as a table.</summary>
internal static class PassengerTables
{
    public static ReportTable References(double naive, double linear) => ReportTable.OfPairs(
        "Error without a network, in deviations",
        [("last year's month", Format.Number(naive)), ("linear function of 24 months", Format.Number(linear))]);
}
