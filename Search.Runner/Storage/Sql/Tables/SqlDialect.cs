namespace HyperSearch.Runner;

/// <summary>What databases word in different ways.</summary>
/// <param name="Now">An expression for the present, by the database's clock, as the text of ISO 8601 in UTC with milliseconds.</param>
/// <param name="LockStudy">A statement after which nobody else writes to the trials of <c>@study</c> until the transaction ends; null where every transaction that writes is alone.</param>
/// <param name="SkipLocked">Ends a selection of rows that are to be changed: those that another transaction is changing are passed over.</param>
/// <param name="InsertValues">A statement that inserts the values of <c>@trial</c> of <c>@study</c> from <c>@values</c>, see <see cref="ValuesJson"/>; null where a statement with a parameter for each is as good.</param>
internal sealed record SqlDialect(string Now, string? LockStudy, string SkipLocked, string? InsertValues);
