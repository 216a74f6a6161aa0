namespace Elucid.Claims;

/// <summary>All cards. A new one is its file and a line here.</summary>
public static class ClaimCatalog
{
    /// <summary>The cards, by area and number.</summary>
    public static IReadOnlyList<Card> All { get; } =
    [
        new M01IdentityAbove(),
        new M02SaturatesAtMinusOne(),
        new M03NeverReachesItsLimit(),
        new M04Differentiable(),
        new M05SlopeOneAtZero(),
        new M06Continuous(),
        new M07Smoother(),
        new M08Derivative(),
        new M09DerivativeNeverZero(),
        new M10NeverFlat(),
        new M11AlphaIsSteepness(),
        new M12LinearNearZero(),
        new M13Bounded(),
        new M14NotLipschitz(),
        new M15SeluScalesAll(),
        new M16ZeroMean(),
        new M17UniformMean(),
        new M18VarianceDrops(),
        new M19DecorrelatesLayers(),
        new M20Neurons(),
        new M21LeakyLeaks(),
        new M22FewerParameters(),
        new M23GeluProbabilistic(),
        new M24EasierThanGelu(),
        new M25Softplus(),
        new M26NeitherExplodesNorVanishes(),
        new N01HugeNegatives(),
        new N02InputsDoNotStray(),
        new N03ClippingIsHarmless(),
        new N04NotNoticeable(),
        new N05CostsMoreThanRelu(),
        new N06ReluAtTheEdge(),
        new N07FasterThanSoftplus(),
        new N08FasterThanPrelu(),
        new N09ZeroMeanSavesWork(),
        new N10EasyToImplement(),
        new N11StressTest(),
        new N12MoreReliableThanSwish(),
        new N13AnyFramework(),
        new T01FasterLearning(),
        new T02BecauseOfTheMean(),
        new T03MeansCloserToZero(),
        new T04InPlaceOfBatchNorm(),
        new T05Revival(),
        new T06NoDeath(),
        new T07SquashingChokes(),
        new T08NoisyData(),
        new T09Outliers(),
        new T10SteadierScores(),
        new T11NoSpikes(),
        new T12SmootherCurves(),
        new T13LowerRates(),
        new T14StandsLargeRates(),
        new T15SmallBatches(),
        new T16SmallerAlpha(),
        new T17DefaultAlpha(),
        new T18ComplexPatterns(),
        new T19GeneralisesAsWell(),
        new T20StickToVanilla(),
        new A01ConvolutionsLearnFaster(),
        new A02OthersForget(),
        new A03ThickLstms(),
        new A04ResidualNetworks(),
        new A05HeStartStaysFine(),
        new A06GradientsStayLively(),
        new A07VeryDeepTrains(),
        new A08LayerNormClicks(),
        new A09AttentionStabilises(),
        new A10EmbeddingsBenefit(),
        new A11SequencesBesideGelu(),
        new A12PlaceToStart(),
        new A13ParametricCanBeAdded(),
        new P01BoxesTighten(),
        new P02LessBlur(),
        new P03LatentSpaceTightens(),
        new P04DenoisingPops(),
        new P05SmoothsNoise(),
        new P06GansStabilise(),
        new P07FacesLookReal(),
        new P08PoliciesLearnFaster(),
        new P09FederatedStability(),
        new P10PrivateTraining(),
        new P11BranchesBalance(),
        new P12SkewedTargets(),
        new P13ImbalancedData(),
        new P14TrendsWithoutSaturation(),
        new P15ErrorsHalved(),
        new P16CommitteesAgree(),
        new P17PruningDipsLess(),
        new P18SyncsQuickly(),
        new P19BertPrefersGelu(),
        new S01WrapInAClass(),
        new S02VectoriseForBatches(),
        new S03PlotTheCurve(),
        new S04UseInAnyFramework(),
        new S05GridSearchAlpha(),
        new S06ProfileDevices(),
        new S07StressRandomInputs(),
        new S08ClipExtremes(),
        new S09DebugStuckTraining(),
        new S10SeeMeansByLayer(),
        new S11ReplicatedThePaper(),
        new NC1EluAgainstItself(),
        new NC2OrderOfData(),
        new NC3Aliases(),
        new NC4PermutedLabels(),
        new PC1SigmoidChokes(),
        new PC2IdentityIsLinear(),
        new PC3SinglePrecision(),
    ];

    /// <summary>The cards that a list names: ids such as <c>T01</c>, or letters for whole areas.</summary>
    /// <param name="names">Such as <c>["T", "P06"]</c>; empty for all.</param>
    /// <exception cref="ArgumentException">A name is none of them; says the nearest.</exception>
    public static IReadOnlyList<Card> Find(IReadOnlyList<string> names)
    {
        string[] known = [.. All.Select(card => card.Id), .. All.Select(card => Letters(card.Id)).Distinct()];
        foreach (string name in names)
            if (!known.Contains(name.ToUpperInvariant()))
                throw new ArgumentException(
                    $"There is no claim '{name}'.{Suggestion.DidYouMean(name, known)} {Spelling.Of("ClaimCatalog.All")} lists them.");
        return names.Count == 0 ? All
            : [.. All.Where(card => names.Any(name =>
                name.Equals(card.Id, StringComparison.OrdinalIgnoreCase) || name.Equals(Letters(card.Id), StringComparison.OrdinalIgnoreCase)))];
    }

    static string Letters(string id) => id.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
}
