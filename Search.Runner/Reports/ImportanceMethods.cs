namespace HyperSearch.Runner;

/// <summary>Methods of importance by their names.</summary>
internal static class ImportanceMethods
{
    private static readonly (string Name, ImportanceMethod Method)[] All = [("ped-anova", ImportanceMethod.PedAnova), ("fanova", ImportanceMethod.Fanova)];

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => All.Select(one => one.Name);

    /// <summary>The method of a name, in letters of any case; null where there is none.</summary>
    public static ImportanceMethod? Find(string name)
    {
        foreach (var one in All)
        {
            if (string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))
                return one.Method;
        }
        return null;
    }

    public static string NameOf(ImportanceMethod method) => Array.Find(All, one => one.Method == method).Name;
}
