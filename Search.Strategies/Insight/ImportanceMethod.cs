namespace HyperSearch;

/// <summary>How the importance of parameters is found.</summary>
public enum ImportanceMethod
{
    /// <summary>By how much the best settings are elsewhere than all settings: conditional PED-ANOVA.</summary>
    PedAnova,

    /// <summary>By the variance that a forest explains with each: functional ANOVA.</summary>
    Fanova,
}
