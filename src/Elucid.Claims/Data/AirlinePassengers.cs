namespace Elucid.Claims;

/// <summary>The library's <see cref="Passengers"/> as networks of the ledger see them.</summary>
internal static class AirlinePassengers
{
    /// <summary>The first month to be foretold: those before it are for training.</summary>
    public const int FirstTest = 96;

    /// <summary>The numbers with mean 0 and deviation 1 over the months before <see cref="FirstTest"/>.</summary>
    public static float[] Standardized()
    {
        double[] numbers = [.. Passengers.Thousands.ToArray().Select(thousands => (double)thousands)];
        double mean = numbers.Take(FirstTest).Average();
        double deviation = Math.Sqrt(numbers.Take(FirstTest).Average(number => (number - mean) * (number - mean)));
        return [.. numbers.Select(number => (float)((number - mean) / deviation))];
    }
}
